//! A proposal: one file, TOML or JSON.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::super::geojson::{ReadShape, read_geometry};
use super::super::not_recorded::{NotRecordedEntry, not_recorded};
use super::super::source::{optional_word, word};
use super::RuleFile;
use contactline_core::model::{
    After, Certainty, Date, DrawnShape, Finding, MAX_TERMS, Parameter, ParameterKind, Particulars, Proposal, Provision,
    Standing, Term, Vocabulary, Zone, without_mark,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    title_uk: Option<String>,
    number: Option<String>,
    #[serde(default, deserialize_with = "optional_word")]
    adopted: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    published: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    date: Option<Date>,
    origin: Option<String>,
    origin_uk: Option<String>,
    citation: Option<String>,
    #[serde(default, deserialize_with = "optional_word")]
    certainty: Option<Certainty>,
    #[serde(default)]
    baseline: bool,
    #[serde(default)]
    undefined: Vec<String>,
    #[serde(default)]
    undefined_uk: Vec<String>,
    unsettled: Option<String>,
    unsettled_uk: Option<String>,
    #[serde(default)]
    not_recorded: Vec<NotRecordedEntry>,
    #[serde(default, deserialize_with = "optional_word")]
    checked: Option<Date>,
    note: Option<String>,
    note_uk: Option<String>,
    #[serde(default, rename = "parameter")]
    parameters: Vec<ParameterEntry>,
    #[serde(default, rename = "drawing")]
    drawings: Vec<DrawingEntry>,
    #[serde(rename = "term")]
    terms: Vec<TermEntry>,
    #[serde(default, rename = "provision")]
    provisions: Vec<ProvisionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvisionEntry {
    wording: String,
    wording_uk: Option<String>,
    source: Option<String>,
    #[serde(default, deserialize_with = "optional_word")]
    certainty: Option<Certainty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterEntry {
    name: String,
    #[serde(deserialize_with = "word")]
    kind: ParameterKind,
    about: String,
    about_uk: Option<String>,
    default: Option<String>,
    #[serde(default)]
    choices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DrawingEntry {
    name: String,
    approximate: bool,
    note: String,
    geometry: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermEntry {
    id: String,
    extent: String,
    when: Option<WhenEntry>,
    #[serde(deserialize_with = "word")]
    holder: After,
    #[serde(default, deserialize_with = "optional_word")]
    standing: Option<Standing>,
    #[serde(default, deserialize_with = "optional_word")]
    zone: Option<Zone>,
    wording: Option<String>,
    wording_uk: Option<String>,
    source: Option<String>,
    #[serde(default, deserialize_with = "optional_word")]
    certainty: Option<Certainty>,
    #[serde(default)]
    undefined: Vec<String>,
    #[serde(default)]
    undefined_uk: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhenEntry {
    parameter: String,
    is: String,
}

/// The proposal in a text; `file` is its name for findings. A text of one's own needs an id, a title and
/// terms: origin, citation, wording, source and certainty may be left out.
///
/// # Errors
/// Names the line and what is allowed there.
pub fn read_proposal(text: &str, file: &str, vocabulary: &Vocabulary) -> Result<Proposal, Vec<Finding>> {
    let file = RuleFile { text: without_mark(text), file };
    let entry: Entry = file.parsed()?;
    let drawings = entry.drawings.into_iter().map(|d| drawing(&file, d)).collect::<Result<_, _>>()?;
    let parameters = entry.parameters.into_iter().map(|p| parameter(&file, p, vocabulary));
    let parameters: Vec<Parameter> = parameters.collect::<Result<_, _>>()?;
    let names = parameters.iter().map(|p| p.name.clone()).collect();
    let vocabulary = Vocabulary { drawings, parameters: names, ..vocabulary.clone() };
    if entry.terms.len() > MAX_TERMS {
        let count = entry.terms.len();
        return Err(file.bad(format!("{count} terms; a proposal has at most {MAX_TERMS}")));
    }
    let mut terms: Vec<Term> = Vec::new();
    for entry in entry.terms {
        let term = term(&file, entry, &parameters, &vocabulary)?;
        if terms.iter().any(|t| t.id == term.id) {
            return Err(file.bad(file.at_line(&term.id, &format!("term '{}' stands twice", term.id))));
        }
        terms.push(term);
    }
    if terms.is_empty() {
        return Err(file.bad("no [[term]]: a proposal says of some place who would hold it".into()));
    }
    let provision = |p: ProvisionEntry| Provision {
        wording: p.wording,
        wording_uk: p.wording_uk,
        source: p.source,
        certainty: p.certainty,
    };
    let members = [
        ("number", entry.number.is_some()),
        ("adopted", entry.adopted.is_some()),
        ("published", entry.published.is_some()),
    ];
    let not_recorded = not_recorded(entry.not_recorded, &members).map_err(|e| file.bad(e))?;
    Ok(Proposal {
        id: entry.id,
        title: entry.title,
        title_uk: entry.title_uk,
        date: entry.date,
        origin: entry.origin,
        origin_uk: entry.origin_uk,
        citation: entry.citation,
        certainty: entry.certainty,
        baseline: entry.baseline,
        parameters,
        terms,
        provisions: entry.provisions.into_iter().map(provision).collect(),
        undefined: entry.undefined,
        undefined_uk: entry.undefined_uk,
        particulars: Particulars {
            number: entry.number,
            adopted: entry.adopted,
            published: entry.published,
            unsettled: entry.unsettled,
            unsettled_uk: entry.unsettled_uk,
            checked: entry.checked,
            not_recorded,
        },
        note: entry.note,
        note_uk: entry.note_uk,
    })
}

/// A shape of the file, for its rules.
pub(super) fn drawing(file: &RuleFile<'_>, entry: DrawingEntry) -> Result<Arc<DrawnShape>, Vec<Finding>> {
    let bad = |message: &str| file.bad(file.at_line(&entry.name, &format!("drawing '{}': {message}", entry.name)));
    match read_geometry(&entry.geometry.to_string()) {
        Ok(ReadShape::Area(area)) => {
            Ok(Arc::new(DrawnShape { name: entry.name, area, approximate: entry.approximate, note: entry.note }))
        }
        Ok(ReadShape::Paths(_)) => Err(bad("a line bounds no area; wanted a Polygon or MultiPolygon")),
        Err(findings) => {
            Err(bad(&findings.first().map_or_else(String::new, |f| format!("{} ({})", f.message, f.place))))
        }
    }
}

fn parameter(file: &RuleFile<'_>, entry: ParameterEntry, vocabulary: &Vocabulary) -> Result<Parameter, Vec<Finding>> {
    let parameter = Parameter {
        name: entry.name,
        kind: entry.kind,
        about: entry.about,
        about_uk: entry.about_uk,
        default: entry.default,
        choices: entry.choices,
    };
    let bad = |message: &str| {
        Err(file.bad(file.at_line(&parameter.name, &format!("parameter '{}': {message}", parameter.name))))
    };
    if (parameter.kind == ParameterKind::Choice) == parameter.choices.is_empty() {
        return bad("choices go with kind 'choice', and only with it");
    }
    match parameter.default.as_ref().map(|value| parameter.check(value, &vocabulary.sources)) {
        Some(Err(error)) => bad(&error.reason),
        _ => Ok(parameter),
    }
}

fn term(
    file: &RuleFile<'_>,
    entry: TermEntry,
    parameters: &[Parameter],
    vocabulary: &Vocabulary,
) -> Result<Term, Vec<Finding>> {
    let of = format!("term '{}'", entry.id);
    let extent = file.extent(&of, &entry.extent, vocabulary)?;
    if let Some(when) = &entry.when {
        let known: Vec<&str> = parameters.iter().map(|p| p.name.as_str()).collect();
        let bad = |message: String| file.bad(file.at_line(&when.is, &message));
        let Some(parameter) = parameters.iter().find(|p| p.name == when.parameter) else {
            return Err(bad(format!("{of}: '{}' is not a parameter; allowed: {}", when.parameter, known.join(" "))));
        };
        if let Err(error) = parameter.check(&when.is, &vocabulary.sources) {
            return Err(bad(format!("{of}: {error}")));
        }
    }
    Ok(Term {
        id: entry.id,
        extent,
        when: entry.when.map(|w| (w.parameter, w.is)),
        holder: entry.holder,
        standing: entry.standing,
        zone: entry.zone,
        wording: entry.wording,
        wording_uk: entry.wording_uk,
        source: entry.source,
        certainty: entry.certainty,
        undefined: entry.undefined,
        undefined_uk: entry.undefined_uk,
    })
}
