// Package modelcard writes model cards, the rows of model.cards, as a document: Markdown, one HTML file without scripts and without anything from
// elsewhere, or JSON. The same rows give the same bytes.
//
// A card says of one run what it is for and not for, what it learned from, how good it was and for whom, what the bias audit said, how the clients of
// today differ, and who has approved it. What was measured comes from the run's own rows; what is known of the model in words from core.card_texts.
//
// The HTML draws two things: the calibration curve (model.calibration_curves), and the bias audit's ratios with their own and family intervals and
// the limits (model.audits). All that is drawn stands in a table as well.
package modelcard
