// Package frames turns rows of ClickHouse into Grafana's data frames.
//
// Rows go from the driver's typed columns into typed fields, without a detour over
// text; a registry has one reader per ClickHouse type (types.go):
//
//	Bool, Int8 … UInt32, Float32, Float64    as they are
//	Int64, UInt64                            as they are; ids (…_id, …_hash) as text, for
//	                                         JavaScript keeps 53 bits of a number
//	Int128 … UInt256                         text
//	Decimal                                  number
//	Date, Date32                             time: midnight UTC of that day
//	DateTime, DateTime64                     time, whatever the zone
//	String, FixedString, Enum, UUID, IPv…    text
//	Array, Map, Tuple, JSON, Variant, …      text: JSON, where numbers beyond 53 bits are in quotes
//	Nullable(T), LowCardinality(T)           as T
//
// Fields get their title, unit and description from what is known of the column:
// the catalogue of named queries, else its comment in the data dictionary, else its
// name (…_h, …_min, …_share). Reading stops at a cap on rows and bytes, and the
// frame says so. A result without rows keeps its fields.
package frames
