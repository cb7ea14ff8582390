// Package queries is the catalogue of named queries: the questions behind the
// pages, dashboards and alerts, each a file NAME.sql with a header and a SELECT.
//
//	-- area_months: Områdena månad för månad | The areas month by month
//	-- sv:      Vad man får se, och hur det ska läsas.
//	-- en:      What one sees, and how to read it.
//	-- Kind:    timeseries
//	-- Roles:   leader, manager, analyst
//	-- Reads:   core.areas, mart.area_months
//	-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
//	-- Column:  month | Månad | Month
//	-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
//	SELECT …
//
// A line that begins with further blanks goes on with the one above. Kind is table,
// timeseries (a time first, then labels and values) or value (one row). A parameter
// has a name, a ClickHouse type, a default in JSON (without one it is required), its
// meaning in both languages, and perhaps the named query that lists its values. In
// the body it stands as {areas:Array(String)}, and reaches the engine as a value,
// never as text: see [Encode]. Columns are those of the result, in order, with
// their titles and units ([Units]).
//
// The body may use the macros of the Grafana data source, such as $__areas(col) and
// $__timeFilter(col); the package leaves them alone. A query that names clients
// limits itself by $__areas(area_id) or $__clients(client_id), so that who may see
// some areas gets those. What it gives in words it gives in the language of the one
// who asks: $__inLanguage(kinds.title_sv, kinds.title_en), or both as columns.
package queries
