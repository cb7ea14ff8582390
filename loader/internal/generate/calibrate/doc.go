// Package calibrate compares the made-up municipality with published numbers. A Tally counts while persons are simulated; Table turns the counts
// into rows of target, value, tolerance and source.
//
// Tolerances cover three things: the spread of the published numbers between sources and years, two standard errors at 2,000 clients (about 1,000
// with home care, so 3 percentage points for a share near one half and 1.7 hours for the mean of granted hours), and that some targets cannot
// hold at once. The last are: 5-8 % moves to special housing and 30-35 % deaths there make a stock of some 14 % of users, not Malmö's 19 % or the
// nation's 12.6 % of women 80+; persons of all ages are in Malmö's means, only 65+ here; and four classes of dependency made from decisions change
// more seldom than those of Zingmark and Norström, who classified by what staff did.
package calibrate
