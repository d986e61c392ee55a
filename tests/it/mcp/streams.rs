//! `contactline mcp`: the real program, as an assistant starts it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use jsonschema::validator_for;
use serde_json::{Value, json};

use super::{call, initialize, problem, request, text};

struct Assistant {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    count: u64,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    command.env_remove("CONTACTLINE_DATA");
    command
}

impl Assistant {
    /// Starts the program and says hello; what it says of itself comes back.
    fn begin() -> (Self, Value) {
        // As the page says that an assistant is told.
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/assistants.md")).unwrap();
        let settings = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
        let settings: Value = serde_json::from_str(settings).unwrap();
        let server = &settings["mcpServers"]["contactline"];
        assert_eq!(server["command"], "contactline");
        let mut command = program();
        let words = server["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut assistant = Self { child, to, from, count: 0 };
        let hello = assistant.answer(&initialize());
        assistant.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string());
        (assistant, hello["result"].clone())
    }

    fn send(&mut self, line: &str) {
        let to = self.to.as_mut().unwrap();
        writeln!(to, "{line}").unwrap();
        to.flush().unwrap();
    }

    fn answer_to(&mut self, line: &str) -> Value {
        self.send(line);
        let mut answer = String::new();
        self.from.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{e}: {answer}"))
    }

    fn answer(&mut self, message: &Value) -> Value {
        let answer = self.answer_to(&message.to_string());
        assert_eq!(answer["id"], message["id"]);
        answer
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.count += 1;
        self.answer(&call(self.count, tool, arguments))
    }

    fn tools(&mut self) -> Vec<Value> {
        self.answer(&request(999, "tools/list", json!({})))["result"]["tools"].as_array().unwrap().clone()
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// What the command line prints.
fn printed(words: &[&str]) -> String {
    let output = program().args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_assistant_is_told_how_to_quote_and_what_it_can_ask() {
    let (mut assistant, hello) = Assistant::begin();
    assert_eq!(hello["serverInfo"]["name"], "contactline");
    assert_eq!(hello["protocolVersion"], "2025-06-18");
    let instructions = hello["instructions"].as_str().unwrap();
    for words in ["`unknown` is an answer", "not legal advice", "Name every source", "no vote", "evacuation"] {
        assert!(instructions.contains(words), "{words}: {instructions}");
    }
    let tools = assistant.tools();
    let names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    // A picture is none of them.
    let wanted = "at history areas overlap changes ledger disputes agreement announcements line drift regimes settlements \
                  sources regions proposals proposal evaluate";
    assert_eq!(names, wanted.split_whitespace().collect::<Vec<_>>());
    for tool in &tools {
        let schema = &tool["inputSchema"];
        assert!(validator_for(schema).is_ok(), "{tool}");
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        for (name, member) in schema["properties"].as_object().unwrap() {
            assert!(member["description"].as_str().is_some_and(|about| !about.is_empty()), "{name}: {member}");
        }
    }
    // An assistant has the list in its context all the time.
    let bytes: usize = tools.iter().map(|tool| tool.to_string().len()).sum();
    assert!(bytes < 40 << 10, "{bytes} bytes");
}

#[test]
fn answers_are_what_the_command_line_prints_and_on_demand_its_json() {
    let (mut assistant, _) = Assistant::begin();
    let place = json!({ "lon": 37.177, "lat": 48.280, "date": "2025-12-02" });
    let words = ["at", "37.177", "48.280", "--date", "2025-12-02"];
    let answer = assistant.call("at", place.clone());
    assert_eq!(text(&answer), printed(&words));
    for told in ["unknown", "OUT OF DATE", "version 2025-05-07", "VIINA", "Do not use for evacuation"] {
        assert!(text(&answer).contains(told), "{told}");
    }
    assert_eq!(answer["result"].get("structuredContent"), None, "it is some ten times as long");
    let mut with_json = place;
    with_json["structured"] = json!(true);
    let answer = assistant.call("at", with_json);
    let json: Value = serde_json::from_str(&printed(&[&words[..], &["--json"]].concat())).unwrap();
    assert_eq!(answer["result"]["structuredContent"], json);
    assert_eq!(text(&answer), printed(&words));

    let cases: [(&str, Value, &[&str]); 6] = [
        (
            "areas",
            json!({ "region": "ua-14", "date": "2025-05-07" }),
            &["areas", "--region", "ua-14", "--date", "2025-05-07"],
        ),
        (
            "agreement",
            json!({ "sources": ["ua-official-list", "viina"], "date": "2025-05-07" }),
            &["agreement", "--sources", "ua-official-list,viina", "--date", "2025-05-07"],
        ),
        (
            "settlements",
            json!({ "q": "Pokrovsk", "limit": 3, "date": "2025-05-07" }),
            &["settlements", "Pokrovsk", "--limit", "3", "--date", "2025-05-07"],
        ),
        ("regions", json!({}), &["regions"]),
        (
            "at",
            json!({ "place": "Pokrovsk", "region": "ua-14", "date": "2025-05-07", "lang": "uk" }),
            &["at", "Pokrovsk", "--region", "ua-14", "--date", "2025-05-07", "--lang", "uk"],
        ),
        (
            "proposal",
            json!({ "id": "moscow-2025-12-02", "date": "2025-05-07" }),
            &["proposal", "moscow-2025-12-02", "--date", "2025-05-07"],
        ),
    ];
    for (tool, arguments, words) in cases {
        assert_eq!(text(&assistant.call(tool, arguments)), printed(words), "{tool}");
    }
    let shape = json!({ "type": "Polygon", "coordinates": [[[37.5, 47.5], [38.5, 47.5], [38.5, 48.5], [37.5, 47.5]]] });
    let as_object = assistant.call("overlap", json!({ "body": shape, "date": "2025-05-07" }));
    let as_text = assistant.call("overlap", json!({ "body": shape.to_string(), "date": "2025-05-07" }));
    assert_eq!(as_object["result"], as_text["result"]);
    assert!(text(&as_object).contains("km²"), "{as_object}");
}

/// Every example of the descriptions, as an assistant asks it; a long one keeps what must be quoted.
#[test]
fn every_tool_answers_its_example_within_the_room_of_an_assistant() {
    let (mut assistant, _) = Assistant::begin();
    for question in contactline::questions::QUESTIONS.iter().filter(|question| question.name != "map") {
        let mut arguments = json!({ "structured": true });
        for pair in question.example.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            arguments[name] = json!(value);
        }
        if let Some(sent) = question.sent {
            arguments["body"] = json!(sent.media_types[0].1);
        }
        let answer = assistant.call(question.name, arguments);
        assert!(!text(&answer).is_empty(), "{}", question.name);
        assert!(answer.to_string().len() < 140 << 10, "{}: {}", question.name, answer.to_string().len());
        let json = &answer["result"]["structuredContent"];
        assert!(json.is_object() || text(&answer).contains("The JSON of this answer"), "{}", question.name);
    }
    // Some 900 settlements.
    let long = assistant.call("settlements", json!({ "region": "ua-14", "limit": 2000, "date": "2025-05-07" }));
    let told = text(&long);
    assert!(told.len() < 40 << 10 && told.contains(" lines are left out here"), "{}", told.len());
    let whole = printed(&["settlements", "--region", "ua-14", "--limit", "2000", "--date", "2025-05-07"]);
    let end = whole.lines().last().unwrap();
    assert!(!end.is_empty() && told.ends_with(&format!("{end}\n")), "{end}");
}

#[test]
fn what_cannot_be_meant_is_refused_in_the_words_of_http() {
    let (mut assistant, _) = Assistant::begin();
    let cases = [
        ("at", json!({ "lon": 48.28, "lat": 37.177 }), "swapped-axes", None),
        ("at", json!({ "lon": 37.177, "lat": 48.28, "day": "2025-12-02" }), "unknown-parameter", Some("day")),
        ("at", json!({ "lon": 37.177 }), "missing-parameter", Some("lat")),
        ("at", json!({ "lon": 37.177, "lat": 48.28, "date": "yesterday" }), "bad-value", Some("date")),
        ("at", json!({ "lon": 37.177, "lat": 48.28, "lang": "fr" }), "bad-value", Some("lang")),
        ("at", json!({ "lon": 37.177, "lat": { "degrees": 48 } }), "bad-value", Some("lat")),
        ("areas", json!({ "region": "ua-99" }), "unknown-region", Some("region")),
        ("areas", json!({ "structured": "perhaps" }), "bad-value", Some("structured")),
        ("overlap", json!({}), "missing-parameter", Some("body")),
        ("overlap", json!({ "body": "no GeoJSON" }), "bad-body", None),
        ("overlap", json!({ "body": { "type": "Point", "coordinates": [37, 48] } }), "bad-geometry", None),
        ("overlap", json!({ "body": "x".repeat((4 << 20) + 1) }), "body-too-large", None),
    ];
    for (tool, arguments, code, parameter) in cases {
        let answer = assistant.call(tool, arguments);
        let problem = problem(&answer);
        assert_eq!((problem["code"].as_str(), problem["parameter"].as_str()), (Some(code), parameter), "{problem}");
    }
    let several = assistant.call("at", json!({ "place": "Pokrovske" }));
    assert_eq!(problem(&several)["code"], "ambiguous-place");
    assert!(problem(&several)["candidates"].as_array().unwrap().len() > 1);
}

#[test]
fn what_is_no_message_is_passed_over_and_what_is_no_tool_is_an_error() {
    let (mut assistant, _) = Assistant::begin();
    assistant.send("this is no JSON");
    let no_request = assistant.answer_to(&json!({ "jsonrpc": "2.0", "id": 7 }).to_string());
    assert_eq!((&no_request["id"], &no_request["error"]["code"]), (&Value::Null, &json!(-32600)));
    let answer = assistant.call("map", json!({}));
    assert_eq!(answer["error"]["code"], -32602);
    assert!(answer["error"]["message"].as_str().unwrap().starts_with("Unknown tool 'map'. Available: at, history"));
    assert_eq!(assistant.answer(&request(8, "nothing/there", json!({})))["error"]["code"], -32601);
    assert!(text(&assistant.call("sources", json!({}))).contains("viina"));
    // The end of the input is the end of the program.
    drop(assistant.to.take());
    assert_eq!(assistant.child.wait().unwrap().code(), Some(0));
    let mut told = String::new();
    std::io::Read::read_to_string(assistant.child.stderr.as_mut().unwrap(), &mut told).unwrap();
    assert_eq!(told, "");
}
