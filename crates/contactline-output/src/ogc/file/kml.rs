//! Items as KML 2.2: a placemark each, its properties as extended data, its time as a time span.

use std::collections::HashMap;

use kml::types::{Element, Placemark};
use kml::{Kml, KmlDocument, KmlVersion, KmlWriter};

use super::FileError;
use super::columns::{Cell, Row, Table};
use crate::wire::language::told;

pub(super) fn write(table: &Table<'_, '_, '_>) -> Result<Vec<u8>, FileError> {
    /// What closes the document behind its placemarks.
    const END: &[u8] = b"</Document></kml>";
    let elements: Vec<Kml<f64>> = vec![
        Kml::Element(element("name", told(&table.collection.title))),
        Kml::Element(element("description", told(&table.collection.description))),
    ];
    let document = Kml::Document { attrs: HashMap::new(), elements };
    let attrs = HashMap::from([("xmlns".to_owned(), "http://www.opengis.net/kml/2.2".to_owned())]);
    let kml = Kml::KmlDocument(KmlDocument { version: KmlVersion::V22, attrs, elements: vec![document] });
    let mut bytes = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    KmlWriter::from_writer(&mut bytes).write(&kml).map_err(FileError::of)?;
    if !bytes.ends_with(END) {
        return Err(FileError::of("the document does not end as it should"));
    }
    bytes.truncate(bytes.len() - END.len());
    for row in table.rows() {
        let placemark = Kml::Placemark(placemark(table, row));
        KmlWriter::from_writer(&mut bytes).write(&placemark).map_err(FileError::of)?;
    }
    bytes.extend(END);
    Ok(bytes)
}

fn placemark(table: &Table<'_, '_, '_>, row: Row) -> Placemark {
    let cell = |name: &str| table.columns.iter().position(|c| c.name == name).map_or(&Cell::None, |k| &row.cells[k]);
    let mut children = Vec::new();
    let ends = [("begin", cell("start")), ("end", cell("end"))].into_iter().filter(|(_, cell)| **cell != Cell::None);
    let ends: Vec<Element> = ends.map(|(name, cell)| element(name, &cell.text(name))).collect();
    if !ends.is_empty() {
        children.push(Element { children: ends, ..element("TimeSpan", "") });
    }
    let known = table.columns.iter().zip(&row.cells).filter(|(_, cell)| **cell != Cell::None);
    let data = known.map(|(column, cell)| Element {
        attrs: HashMap::from([("name".to_owned(), column.name.to_owned())]),
        children: vec![element("value", &cell.text(&column.name))],
        ..element("Data", "")
    });
    children.push(Element { children: data.collect(), ..element("ExtendedData", "") });
    Placemark {
        name: Some(row.id),
        geometry: row.geometry.map(kml::types::Geometry::from),
        children,
        ..Placemark::default()
    }
}

fn element(name: &str, content: &str) -> Element {
    let content = (!content.is_empty()).then(|| content.to_owned());
    Element { name: name.into(), content, ..Element::default() }
}
