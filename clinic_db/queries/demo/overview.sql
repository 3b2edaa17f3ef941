-- The clinic in one row.
SELECT
    today,
    patients,
    active_doctors,
    appointments_today,
    unpaid_bills,
    owed,
    revenue_today
FROM clinic_overview;
