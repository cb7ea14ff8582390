// Package reveal shows who a pseudonym is, to those who may know, and writes down
// that they asked.
//
// An identity is shown when all of this holds:
//
//   - the role is one that acts with clients ([Options.ActingRoles]);
//   - there is a purpose from core.purposes and a reason in words, without numbers
//     of persons in it;
//   - the client is of the asker's own areas, as pages see them: by mart.candidates,
//     for those who are not there by core.clients;
//   - the client's identity is not protected (sv: skyddade personuppgifter), or the
//     role is named for that ([Options.ProtectedRoles]; nobody by default). A notice
//     of protection counts from when it is loaded, before core knows of it;
//   - no more persons are asked for at once than [Options.MaxPersons].
//
// Before the first number is decrypted there is a row in ops.access_log for each
// person asked for, refused ones too. Where that row cannot be written, nothing is
// shown. A client of another area and one that does not exist get the same answer.
//
// The vault holds identity numbers only, no names or addresses.
package reveal
