//! The described questions: what Python is told of them, and how one is asked.

use contactline::questions::{Context, Description, Form, Kind, MadeLayers, Pace, QUESTIONS, Reply};
use contactline::request::{Refusal, Sent, Words};
use contactline::wire::{Rights, language};
use contactline_core::atlas::Atlas;
use contactline_core::model::Language;
use serde_json::{Value, json};

/// A question with the words it is asked with.
pub struct Asked {
    pub question: &'static Description,
    pub form: Form,
    pub words: Words,
}

impl Asked {
    /// The question of that name.
    pub fn new(
        name: &str,
        form: &str,
        pairs: Vec<(String, String)>,
        lists: Vec<(String, Vec<String>)>,
    ) -> Option<Self> {
        let question = QUESTIONS.iter().find(|question| question.name == name)?;
        let form = question.forms.iter().copied().find(|own| own.as_str() == form)?;
        let words = Words::new(pairs, contactline::http::today());
        let words = lists.into_iter().fold(words, |words, (name, list)| words.with_list(&name, list));
        Some(Self { question, form, words })
    }

    /// The same with a text that goes with it.
    pub fn with(mut self, name: Option<String>, text: String) -> Self {
        self.words = self.words.with(Sent { name, text });
        self
    }

    /// Whether it takes no time worth a thread.
    pub fn is_instant(&self) -> bool {
        self.question.pace == Pace::Instant
    }

    /// Its answer.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn answer(&self, atlas: &Atlas, fingerprint: &str, spoken: Language) -> Result<Reply, Refusal> {
        let context = Context { atlas, fingerprint, rights: &Rights::All, layers: &MadeLayers, is_indented: false };
        language::within(spoken, || self.question.ask(context, &self.words, self.form)).map(|answered| answered.reply)
    }
}

/// Every question: what Python's methods, their types and their documentation are made of.
pub fn described() -> Value {
    QUESTIONS.iter().map(of_question).collect()
}

fn of_question(question: &Description) -> Value {
    let parameters: Vec<Value> = question
        .parameters()
        .iter()
        .map(|parameter| {
            let (kind, words) = kind(parameter.kind);
            json!({
                "name": parameter.name,
                "about": parameter.about,
                "kind": kind,
                "words": words,
                "is_required": parameter.is_required,
            })
        })
        .collect();
    json!({
        "name": question.name,
        "about": question.about.within(Language::English),
        "forms": question.forms.iter().map(|form| form.as_str()).collect::<Vec<_>>(),
        "is_geojson": question.is_geojson,
        "has_geojson": question.has_geojson(),
        "sent": question.sent.map(|sent| sent.about),
        "example": question.example,
        "parameters": parameters,
    })
}

/// A kind of value in a word, and the words it may be.
fn kind(kind: Kind) -> (&'static str, &'static [&'static str]) {
    let word = match kind {
        Kind::Date => "date",
        Kind::Region | Kind::PlaceRegion | Kind::Source | Kind::Party | Kind::Crs => "text",
        Kind::Text | Kind::Place { .. } | Kind::Near | Kind::Name | Kind::Proposal => "text",
        Kind::Sources | Kind::Texts => "texts",
        Kind::Longitude | Kind::Latitude | Kind::Coordinate | Kind::Metres => "number",
        Kind::Box => "box",
        Kind::Bindings => "bindings",
        Kind::Pixels | Kind::Count => "whole",
        Kind::Word(words) => return ("word", words),
        Kind::Flag => "flag",
    };
    (word, &[])
}
