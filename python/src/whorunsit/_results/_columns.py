"""The columns that tables of several answers have in common, each with its kind."""

TOTALS = "one_off:money per_year:money over_horizon:money line_items:count partial:yes"
INSURANCE = """insurance.extra_one_off:money insurance.extra_premium_per_year:money
    insurance.extra_premium_over_horizon:money insurance.loss_avoided_per_year:money
    insurance.loss_avoided_over_horizon:money insurance.net_benefit:money insurance.ratio:number
    insurance.payback_month:count insurance.cheaper_model insurance.agrees:yes insurance.partial:yes"""
SCHEDULES = """name kind teams:words services:words people_on_call:count days_per_year:number
    standby_cost_per_year:money findings:words"""
FINDINGS = "service schedule code severity message source details:words"
DIMENSIONS = "service team domain operating_model aspect cost_type code accounting budget_holder frequency"
