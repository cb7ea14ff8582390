// Package calibrate compares the made-up municipality with published numbers. A Tally counts while persons are simulated; Table turns the counts
// into rows of target, value, tolerance and source.
//
// Each row says why its interval is as wide as it is: sampling error at 2,000 clients (two standard errors), sampling error of the source,
// variation between municipalities and years, or a conflict between sources. These conflicts cannot be solved, and the generator lies between:
//
//   - Special housing. With 30-35 % deaths a year and a median stay of two years the stock is at most 2.7 years' moves. Malmö's 18.7 % of users,
//     or 36 per 100 with home care, then needs moves of 13 % of home care a year, and the nation's 12.6 % of women 80+ needs over 20 %; the
//     guide value is 5-8 %. A Swedish three-year follow-up of women 78+ with home care (24.5 % of survivors in institutions, 27 % dead; IJPS
//     3:1) means about 12 % a year. Here 9 % move from home care, and 2.5 % of its number come from hospital by a short-term stay, from alarm
//     only or at the first decision; more at the first decision would break its 7.7 % with total dependency, which also counts short-term stays.
//   - Home care of 8.65 % of 65+ (Helsingborg 2017, doubtful) with a mean age of 84-85 years makes more than the nation's 20 % of women and 14 %
//     of men of 80+; Malmö has 24 and 17 %, Helsingborg 14 % in 2023.
//   - 40 % raised within a year, 37 % with alarm only and a median of 9 hours: those who rise have help for years, so personal care, the median
//     and the share whose hours double lie above the middle of their intervals, and the raised below.
//   - The mixture of granted hours has almost nobody at 50-80 hours; need that grows step by step has.
//
// Dependency is classified by what is granted, as in table 1 of Zingmark and Norström (2021), where special housing counts for short and long
// stays. As in their survival analysis, a rise counts from the first time, even if it passes: a short-term stay after hospital is one.
package calibrate
