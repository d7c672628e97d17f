"""Hash signals: banks of hashes of known media, filled by StopNCII, NCMEC, ThreatExchange or ourselves.

An exchange's answers are read in its own form (``stopncii``, ``ncmec``, ``threatexchange``, ``ownlist``) into records
(``entries``); a record takes the place of all that was said of it before, and a withdrawn one holds nothing. The ledger knows
hashes by ids made with the house's key; the hash itself lies beside it and is deleted with its last record (Q26). What we
think of a hash goes back in the exchange's own words (``forms``, Q27).

Leads and administrators fill banks, judge hashes, and write out what was said; analysts see how banks do.

Media of reports is looked up in every bank (``near``), at the door and again where a bank changed while the job waits. A match
is a lead: a reason of the report, which moves its job forward. Nothing is done by itself.

After a removal under TAKE IT DOWN or the Online Safety Act, known identical copies are searched for (``copies``, Q05): the
machine searches the banks and all media known here, a person confirms, and only that ends the duty.

Hears: ReportReceived. Writes: MediaMatched, CopiesSearched, BankUpdated, ExchangeAsked, HashJudged, FeedbackHandedOver.
"""
