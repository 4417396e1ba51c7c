"""The catalogue as open data: HSDS 3.0 in the profile of Open Referral UK (docs/open-data.md)."""
