// Package identity decides who asks, and what role that is.
//
// Grafana signs an id token (a JWT, ES256) for every signed-in caller and forwards
// it in the header X-Grafana-Id. [Grafana] verifies it against the keys that the
// server publishes, and maps the login, the groups and the role in the
// organisation to a role of Framsyn. Nothing is taken from a bare header, and the
// caller that the plugin context names must be the one of the token.
//
// A call without a person, such as the evaluation of an alert rule (which names
// Grafana's scheduler and has no token), is a service: it gets the service role,
// which reads aggregates. Anything else fails, with an [Error] that says why and
// whom to ask.
package identity
