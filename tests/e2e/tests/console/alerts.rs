//! Pager and alerts: silence, escalation, groups.

use super::outage;
use crate::drill::{clock_s, pass, resume, run_until, tool};
use e2e::{Look, visit};

#[test]
fn a_silenced_rule_fires_and_pages_nobody() {
    visit(Look::DESKTOP, "/", |page| {
        // Before the first page is sent.
        resume(page, 1, -30, &[]);
        tool(page, "Alerts");
        page.choose("Label", "severity");
        page.choose("Value", "critical");
        page.choose("Duration", "30 minutes");
        page.fill("textbox", "Why", "Rehearsal of the pager");
        page.click("button", "Silence");
        page.find("button", "End silence 1");
        run_until(page, "60×", "alerts to fire", || {
            page.text("region", "Alerts").contains("firing") && clock_s(page) > 200
        });
        assert!(page.body().contains("No page. All is quiet."));
        page.wait_text("Rehearsal of the pager");
        page.axe();
        page.click("button", "End silence 1");
        page.gone("button", "End silence 1");
        page.wait_text("expired");
    });
}

#[test]
fn a_page_that_nobody_takes_goes_to_the_next_level_after_five_minutes() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 100, &[]);
        page.find("alert", "HighResponseTime");
        page.find("button", "Acknowledge");
        assert!(!page.body().contains("escalated to"));
        let pager = page.text("region", "Pager");
        assert!(pager.contains("Goes to "), "to whom, and when: {pager}");
        run_until(page, "60×", "six minutes", || clock_s(page) > 440);
        page.wait_text("Page 1 escalated to");
        tool(page, "Alerts");
        let became = page.text("list", "What became of page 1");
        assert!(became.to_lowercase().contains("escalated"), "{became}");
    });
}

#[test]
fn several_alerts_are_one_page() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Alerts");
        let page_1 = page.text("listitem", "Page 1");
        for alert in ["HighResponseTime", "ErrorBudgetBurnFast"] {
            assert!(page_1.contains(alert), "{alert} in {page_1}");
        }
        assert!(!page.has("listitem", "Page 2"), "one group, one page");
        page.axe();
    });
}

#[test]
fn rules_tell_their_state_and_lead_to_chart_and_runbook() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Alerts");
        let rules = page.text("region", "Alert rules");
        for state in ["firing", "pending", "inactive", "fires in"] {
            assert!(rules.contains(state), "{state} in {rules}");
        }
        let from = clock_s(page);
        // The timer runs with the clock.
        let before = rules;
        pass(page, "5×", 5);
        assert!(clock_s(page) > from);
        page.wait("the timers to go on", || {
            page.text("region", "Alert rules") != before
        });
        page.click("button", "firing HighErrorRatio");
        page.find("button", "Silence HighErrorRatio");
        page.click("button", "Runbook of HighErrorRatio");
        page.find("tabpanel", "Runbook");
    });
}
