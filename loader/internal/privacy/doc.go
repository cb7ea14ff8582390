// Package privacy looks for identity numbers where none may be: in every table but
// the vault's, in logs, exports, dashboards and other files.
//
// # What counts
//
// A text counts when it holds ten or twelve digits, with -, +, space or dash or
// nothing before the last four, that have a date (day + 60 for coordination numbers)
// and a right check digit. Digits have to end where the number ends. About one ten
// digit number in 134 has the form by chance: 12 · 62 of 10,000 for the date, one
// in ten for the check digit. So form alone is enough only where chance hardly comes
// into it:
//
//   - in a word of its own, or beside letters of a text: found;
//   - within a long word of hexadecimal digits, or of more than 30 characters, such as
//     a hash, UUID or key: found only if the vault knows a person of that number, else
//     counted as chance;
//   - in a column of numbers: found if the vault knows a person of the number, or if
//     there are five or more and five times what chance gives; else counted as chance;
//   - reserve numbers (letters in the last four places) have no check digit: found only
//     if the vault knows the person.
//
// Whether the vault knows a person is asked by pseudonym: the number is hashed by the
// pseudonym key and looked up among the clients. No identity is decrypted, and no
// number is ever printed.
package privacy
