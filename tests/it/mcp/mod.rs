//! The questions as an assistant asks them: of the program over its standard streams, and of the service at `/mcp`.

mod http;
mod streams;

use serde_json::{Value, json};

/// A message that wants an answer.
fn request(id: u64, method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn initialize() -> Value {
    let client = json!({ "name": "test", "version": "0" });
    request(0, "initialize", json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client }))
}

fn call(id: u64, tool: &str, arguments: Value) -> Value {
    request(id, "tools/call", json!({ "name": tool, "arguments": arguments }))
}

/// The text of a result that is no error.
fn text(answer: &Value) -> &str {
    assert_eq!(answer["result"]["isError"], false, "{answer}");
    assert_eq!(answer["result"]["content"].as_array().unwrap().len(), 1);
    answer["result"]["content"][0]["text"].as_str().unwrap()
}

/// The problem of a result that is an error, whose text is its detail.
fn problem(answer: &Value) -> &Value {
    assert_eq!(answer["result"]["isError"], true, "{answer}");
    let problem = &answer["result"]["structuredContent"];
    assert_eq!(answer["result"]["content"][0]["text"], problem["detail"]);
    problem
}
