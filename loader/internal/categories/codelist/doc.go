// Package codelist imports official code lists (KVÅ and ICF) from the workbook or
// text file that the authority publishes: code and short term, nothing else, since
// the descriptions are the authority's and the WHO's.
//
// The sheets and columns of those files change from year to year and have not been
// verified. They are found by what they hold: the first row of a sheet that has a
// column named like a code and one named like a term is the header; rows under it
// whose code looks like one of the list are taken, others are counted as skipped
// (headings of chapters, remarks).
//
// Imports are appended to core.code_imports. core.kva_codes and core.icf_codes show
// the newest import of each code, before what comes with Framsyn; codes that a newer
// list no longer has are kept, for they occur in old rows.
package codelist
