// What ical.js reads in each calendar object. In: a JSON list of objects; out: a JSON list.
"use strict";
const ICAL = require("ical.js");
const { exchange } = require("./exchange.cjs");

ICAL.design.strict = true;

const parameters = (property) => ({ value: property.getFirstValue(), ...property.toJSON()[1] });

// The moment as the object's own VTIMEZONE has it, whatever the parser may know of time zones itself.
const moment = (time) => ({ utc: time.toJSDate().toISOString(), local: time.toString(), zone: time.zone.tzid });

function read(text) {
  const object = ICAL.Component.fromString(text);
  const component = object.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component, { strictExceptions: true });
  return {
    method: object.getFirstPropertyValue("method"),
    version: object.getFirstPropertyValue("version"),
    events: object.getAllSubcomponents("vevent").length,
    zones: object.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")),
    uid: event.uid,
    sequence: event.sequence,
    stamp: moment(component.getFirstPropertyValue("dtstamp")),
    start: moment(event.startDate),
    end: moment(event.endDate),
    summary: event.summary,
    description: event.description,
    location: event.location,
    organizers: component.getAllProperties("organizer").map(parameters),
    attendees: component.getAllProperties("attendee").map(parameters),
  };
}

exchange((objects) => objects.map(read));
