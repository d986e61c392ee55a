//! By which program and of which data an answer was made: what it takes to make it again.

use schemars::JsonSchema;
use serde::Serialize;

use super::language::spoken;
use super::table::Csv;
use contactline_core::model::{Date, Moment};

/// The name of the member that has it.
pub const PROVENANCE: &str = "provenance";

/// By which program and of which data an answer was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Provenance<'a> {
    /// The program and its version.
    pub program: &'static str,
    /// The fingerprint of the data: the SHA-256 over all that they were loaded from, in hexadecimal digits. It changes with any file.
    pub fingerprint: &'a str,
}

impl<'a> Provenance<'a> {
    /// Of data of that fingerprint.
    #[must_use]
    pub const fn of(fingerprint: &'a str) -> Self {
        Self { program: concat!("contactline ", env!("CARGO_PKG_VERSION")), fingerprint }
    }

    /// A JSON object, as it was written, with this as its last member.
    #[must_use]
    pub fn added(self, mut json: Vec<u8>) -> Vec<u8> {
        let is_indented = json.ends_with(b"\n}");
        let Some(body) = json.strip_suffix(b"}").filter(|_| json.starts_with(b"{")) else { return json };
        let end = body.trim_ascii_end().len();
        let is_empty = end == 1;
        json.truncate(end);
        let Self { program, fingerprint } = self;
        let comma = if is_empty { "" } else { "," };
        // Neither has a character that JSON escapes.
        let member = if is_indented {
            format!(
                "{comma}\n  \"{PROVENANCE}\": {{\n    \"program\": \"{program}\",\n    \"fingerprint\": \"{fingerprint}\"\n  }}\n}}"
            )
        } else {
            format!("{comma}\"{PROVENANCE}\":{{\"program\":\"{program}\",\"fingerprint\":\"{fingerprint}\"}}}}")
        };
        json.extend_from_slice(member.as_bytes());
        json
    }

    /// A table with two more columns, the same in each row.
    ///
    /// # Errors
    /// The text is no table.
    pub fn beside(self, table: Csv) -> Result<Csv, csv::Error> {
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(table.text.as_bytes());
        let mut written = csv::Writer::from_writer(Vec::with_capacity(2 * table.text.len()));
        for (number, row) in rows.records().enumerate() {
            let mut row = row?;
            let added = if number == 0 { ["program", "fingerprint"] } else { [self.program, self.fingerprint] };
            added.iter().for_each(|cell| row.push_field(cell));
            written.write_record(&row)?;
        }
        let bytes = written.into_inner().map_err(|e| e.into_error())?;
        Ok(Csv { text: String::from_utf8_lossy(&bytes).into_owned(), ..table })
    }
}

/// What is not told by an answer of what had been loaded by `at`: which data came with the program then. Those of this program go up
/// to `until`; none where that is no later.
#[must_use]
pub fn built_in_caveat(at: Moment, until: Date) -> Option<String> {
    let text = spoken().of(
        "what comes with the program is that of {program}, with data of up to {until}: what came with it by {at} is not kept, and an \
         earlier version of the program may answer otherwise",
        "вбудовані дані — ті, що постачаються з {program}, станом до {until}: що постачалося з програмою на {at}, тут не збережено, тож \
         давніша версія програми може відповісти інакше",
    );
    let told = || text.replace("{program}", Provenance::of("").program).replace("{until}", &until.to_string());
    (at.date() < until).then(|| told().replace("{at}", &at.date().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn it_is_the_last_member_however_the_object_is_written() {
        let provenance = Provenance::of("f00d");
        for object in [json!({}), json!({"a": [1, {"b": "}"}]})] {
            let mut wanted = object.clone();
            wanted[PROVENANCE] = serde_json::to_value(provenance).unwrap();
            let written = [serde_json::to_vec(&object).unwrap(), serde_json::to_vec_pretty(&object).unwrap()];
            let again = [serde_json::to_vec(&wanted).unwrap(), serde_json::to_vec_pretty(&wanted).unwrap()];
            for (bytes, again) in written.into_iter().zip(again) {
                let added = provenance.added(bytes);
                assert_eq!(serde_json::from_slice::<Value>(&added).unwrap(), wanted);
                // As it would be written whole.
                assert!(object == json!({}) || added == again, "{}", String::from_utf8_lossy(&added));
            }
        }
        assert_eq!(provenance.added(b"[1]".to_vec()), b"[1]");
    }

    #[test]
    fn each_row_of_a_table_has_it() {
        let table = Csv { text: "a,b\n\"1,2\",\"x\ny\"\n".into(), ..Csv::default() };
        let table = Provenance::of("f00d").beside(table).unwrap().text;
        let program = Provenance::of("").program;
        assert_eq!(table, format!("a,b,program,fingerprint\n\"1,2\",\"x\ny\",{program},f00d\n"));
    }
}
