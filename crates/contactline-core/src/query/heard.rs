//! What sources say of one place, each asked once for each moment: rules ask the same again and again.

use std::cell::RefCell;
use std::rc::Rc;

use crate::atlas::{Atlas, Timeline, Whereabouts};
use crate::model::Moment;
use edge_timeline::Position;

use super::control::{ControlAt, control_at};

/// What sources say of one place.
pub(super) struct Heard<'s, 'a> {
    pub atlas: &'a Atlas,
    pub position: Position,
    pub place: &'s Whereabouts,
    /// The moment of the question.
    pub moment: Moment,
    /// What every source says as of that moment, in the atlas's order.
    now: &'s [ControlAt<'a>],
    /// What some said as of others.
    then: RefCell<Vec<(Moment, Rc<ControlAt<'a>>)>>,
}

impl<'s, 'a> Heard<'s, 'a> {
    pub(super) fn new(
        atlas: &'a Atlas,
        position: Position,
        place: &'s Whereabouts,
        moment: Moment,
        now: &'s [ControlAt<'a>],
    ) -> Self {
        Self { atlas, position, place, moment, now, then: RefCell::default() }
    }

    /// What a source says of the place as of a moment.
    pub(super) fn told<T>(&self, timeline: &'a Timeline, moment: Moment, tell: impl FnOnce(&ControlAt<'a>) -> T) -> T {
        let is_of = |control: &ControlAt<'_>| std::ptr::eq(control.source, &raw const timeline.source);
        if let Some(control) = self.now.iter().find(|control| moment == self.moment && is_of(control)) {
            return tell(control);
        }
        let known =
            self.then.borrow().iter().find(|(on, then)| *on == moment && is_of(then)).map(|(_, then)| then.clone());
        let control = known.unwrap_or_else(|| {
            let control = Rc::new(control_at(self.atlas, timeline, self.position, moment, self.place));
            self.then.borrow_mut().push((moment, control.clone()));
            control
        });
        tell(&control)
    }
}
