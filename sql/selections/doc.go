// Package selections reads, checks, saves and follows saved selections (sv: urval):
// conditions on mart.candidates with a theme, a goal and a purpose, whose clients
// change from day to day.
//
// A condition is a user's text. It runs only as the analyst, who can change nothing
// and sees no identities, and only after [CheckCondition]. The program and the page
// use the same code, so that the same text means the same clients.
package selections
