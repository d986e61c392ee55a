//! Answers for assistants: the text that people read, whole wherever it is not very long, and on demand the JSON.
//!
//! What an assistant reads it pays for and has little room for. The text of `at` is a tenth of its JSON and says the same: sources,
//! dates, ages, caveats, "unknown". So the text comes alone unless the JSON is asked for.

use rmcp::model::{CallToolResult, ContentBlock, JsonObject};
use serde_json::Value;

use super::arguments::{Asked, language};
use crate::http::described::{answered, work};
use crate::http::lanes;
use crate::http::language::speaking;
use crate::http::problem::{Problem, members};
use crate::http::service::Service;
use crate::questions::{Description, Form, Reply};
use crate::wire::language::spoken;

/// The longest text, in bytes: some 10,000 tokens.
const MAX_TEXT_BYTES: usize = 32 << 10;
/// Of a longer one, so much of its end stays: there stand caveats and attribution.
const END_BYTES: usize = 8 << 10;
/// The longest JSON that goes with a text.
pub(super) const MAX_JSON_BYTES: usize = 64 << 10;

/// Asks a question; why it is refused is a result too, of which the assistant can make something.
pub(super) async fn ask(
    service: &Service,
    question: &'static Description,
    mut arguments: JsonObject,
) -> CallToolResult {
    let done = match language(&mut arguments) {
        Ok(language) => speaking(language, given(service, question, arguments)).await,
        Err(problem) => Err(problem),
    };
    done.unwrap_or_else(|problem| refused(&problem))
}

async fn given(
    service: &Service,
    question: &'static Description,
    arguments: JsonObject,
) -> Result<CallToolResult, Problem> {
    let asked = Asked::read(question, arguments, service.today())?;
    match work(question, service, &asked.params)? {
        None => composed(question, service, &asked),
        Some(work) => lanes::step(work, service.clone(), move |service| composed(question, service, &asked)).await,
    }
}

fn composed(question: &Description, service: &Service, asked: &Asked) -> Result<CallToolResult, Problem> {
    let told = answered(question, Form::Text, service, &asked.params)?;
    let mut text = match told.reply {
        Reply::Text(text) | Reply::Svg(text) => cut(&text),
        Reply::Json(_) | Reply::Csv(_) | Reply::Png(_) => String::new(),
    };
    text += &told.nothing.unwrap_or_default();
    let mut json = None;
    if asked.is_structured
        && let Reply::Json(bytes) = answered(question, Form::Json, service, &asked.params)?.reply
    {
        if bytes.len() <= MAX_JSON_BYTES {
            json = Some(serde_json::from_slice::<Value>(&bytes).map_err(Problem::unwritten)?);
        } else {
            text += &too_long_json(bytes.len());
        }
    }
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = json;
    Ok(result)
}

/// What is wrong, in the words and with the members that HTTP answers.
fn refused(problem: &Problem) -> CallToolResult {
    let mut result = CallToolResult::error(vec![ContentBlock::text(problem.to_string())]);
    result.structured_content = Some(members(problem));
    result
}

fn too_long_json(bytes: usize) -> String {
    spoken()
        .of(
            "\nThe JSON of this answer, {bytes} bytes, is left out: it may have {most} here. Ask for less, or over HTTP.\n",
            "\nJSON цієї відповіді, {bytes} байтів, не наведено: тут він може мати {most}. Запитайте менше або через HTTP.\n",
        )
        .replace("{bytes}", &bytes.to_string())
        .replace("{most}", &MAX_JSON_BYTES.to_string())
}

/// A text that is not too long: of one that is, its beginning and its end, by lines, and between them how much is left out.
fn cut(text: &str) -> String {
    if text.len() <= MAX_TEXT_BYTES {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let fitting = |lines: &mut dyn Iterator<Item = &&str>, room: usize| {
        let mut bytes = 0;
        lines
            .take_while(|line| {
                bytes += line.len();
                bytes <= room
            })
            .count()
    };
    let first = fitting(&mut lines.iter(), MAX_TEXT_BYTES - END_BYTES);
    let last = fitting(&mut lines[first..].iter().rev(), END_BYTES);
    let left_out = lines.len() - first - last;
    let note = spoken()
        .of(
            "\n[{left_out} lines are left out here. Do not take what is shown for all: ask for one region or source, a shorter time, \
             wider steps, or a lower limit]\n\n",
            "\n[тут пропущено рядків: {left_out}. Показане — це не все: запитайте про один регіон чи одне джерело, коротший час, більший \
             крок або менше обмеження]\n\n",
        )
        .replace("{left_out}", &left_out.to_string());
    [lines[..first].concat(), note, lines[lines.len() - last..].concat()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_text_its_beginning_and_its_end_stay() {
        let line = |k: usize| format!("line {k}\n");
        let text: String = (0..10_000).map(line).collect();
        let kept = cut(&text);
        assert!(kept.len() < MAX_TEXT_BYTES + 500);
        assert!(kept.starts_with("line 0\nline 1\n") && kept.ends_with("line 9998\nline 9999\n"));
        let shown = kept.lines().filter(|line| line.starts_with("line ")).count();
        assert!(kept.contains(&format!("[{} lines are left out here.", 10_000 - shown)), "{shown}");
        assert_eq!(cut("short\n"), "short\n");
    }

    #[test]
    fn a_line_longer_than_the_room_is_left_out_and_that_is_said() {
        let kept = cut(&"x".repeat(MAX_TEXT_BYTES + 1));
        assert!(kept.contains("[1 lines are left out here."), "{kept}");
    }
}
