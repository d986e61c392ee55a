//! Days: a file for each, whose address is made from the day.

use std::collections::BTreeSet;

use contactline_core::model::Date;

/// What stands for the year.
pub(super) const YEAR: &str = "{YYYY}";

const PLACES: [(&str, usize); 3] = [(YEAR, 4), ("{MM}", 2), ("{DD}", 2)];

/// The address of a day's file.
#[must_use]
pub fn url(template: &str, day: Date) -> String {
    let text = day.to_string();
    let parts = text.split('-');
    PLACES.iter().zip(parts).fold(template.to_owned(), |url, ((place, _), part)| url.replace(place, part))
}

/// The address of a year's file.
#[must_use]
pub fn url_of_year(template: &str, year: i16) -> String {
    template.replace(YEAR, &format!("{year:04}"))
}

/// The days whose files a listing names, in whatever form it comes: the last part of the template is looked for.
#[must_use]
pub fn listed(listing: &str, template: &str) -> BTreeSet<Date> {
    let name = file_name(template);
    let literal = name.find('{').map_or(name, |at| &name[..at]);
    if literal.is_empty() {
        let starts = listing.char_indices().map(|(at, _)| at);
        return starts.filter_map(|at| day_at(&listing[at..], name)).collect();
    }
    listing.match_indices(literal).filter_map(|(at, _)| day_at(&listing[at..], name)).collect()
}

/// Whether each part of the day stands in the file's name.
pub(super) fn check(template: &str) -> Result<(), String> {
    let name = file_name(template);
    match PLACES.iter().find(|(place, _)| !name.contains(place)) {
        Some((place, _)) => Err(format!("the file name '{name}' of day does not name {place}")),
        None => Ok(()),
    }
}

fn file_name(template: &str) -> &str {
    let path = template.split('?').next().unwrap_or(template);
    path.rsplit('/').next().unwrap_or(path)
}

/// The day of the file name at the beginning of a text.
fn day_at(mut text: &str, mut name: &str) -> Option<Date> {
    let mut parts = [0_i16; 3];
    while !name.is_empty() {
        match PLACES.iter().position(|(place, _)| name.starts_with(place)) {
            Some(k) => {
                let (place, digits) = PLACES[k];
                let number = text.get(..digits).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
                parts[k] = number.parse().ok()?;
                (text, name) = (&text[digits..], &name[place.len()..]);
            }
            None => {
                let literal = name.chars().next()?;
                text = text.strip_prefix(literal)?;
                name = &name[literal.len_utf8()..];
            }
        }
    }
    let [year, month, day] = parts;
    Date::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "https://mirror.example/data/deepstatemap_data_{YYYY}{MM}{DD}.geojson";

    #[test]
    fn an_address_is_made_from_a_day() {
        let url = url(TEMPLATE, "2024-07-08".parse().unwrap());
        assert_eq!(url, "https://mirror.example/data/deepstatemap_data_20240708.geojson");
    }

    #[test]
    fn a_listing_in_any_form_tells_its_days() {
        let html = r#"<a href="deepstatemap_data_20240709.geojson">deepstatemap_data_20240709.geojson</a>
            <a href="deepstatemap_data_20240230.geojson">no day</a> <a href="deepstatemap_data_20240710.json">other</a>
            <a href="Ї_deepstatemap_data_20240708.geojson">"#;
        let days = |text: &str, template: &str| {
            listed(text, template).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(days(html, TEMPLATE), "2024-07-08 2024-07-09");
        assert_eq!(days(r#"[{"name":"2024-07-08.json"},"Ї"]"#, "https://x/{YYYY}-{MM}-{DD}.json?raw=1"), "2024-07-08");
        assert!(check("https://x/{YYYY}/{MM}{DD}.json").unwrap_err().contains("{YYYY}"));
    }
}
