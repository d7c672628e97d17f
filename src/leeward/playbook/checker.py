"""All checks, in the order in which they are made. Each sees the whole draft; none depends on another."""

from collections.abc import Callable, Iterator

from leeward.playbook.checks.access import (
    every_role_is_known_and_has_its_rights,
    somebody_has_every_right,
    what_is_hidden_is_a_column,
)
from leeward.playbook.checks.activity import every_field_can_be_named, every_kind_names_its_subject
from leeward.playbook.checks.appeals import appeals_stay_open
from leeward.playbook.checks.banks import a_confirmed_hash_is_the_stronger_lead
from leeward.playbook.checks.boards import every_board_shows_measures_that_exist
from leeward.playbook.checks.clocks import (
    awareness_is_of_something,
    every_clock_comes_to_an_end,
    every_clock_is_sound,
    every_cure_is_of_an_instrument,
    every_submission_follows_a_duty,
    no_two_versions_of_a_clock_run_at_once,
)
from leeward.playbook.checks.duplicates import no_code_is_given_twice
from leeward.playbook.checks.labels import every_label_is_sound, every_rule_puts_labels_that_exist
from leeward.playbook.checks.ladder import (
    every_clause_has_a_first_step,
    every_quiet_measure_has_a_ground_and_an_end,
    every_step_is_sound,
    the_second_person_looks_at_labels_that_exist,
)
from leeward.playbook.checks.mappings import every_harm_is_mapped, every_mapping_is_a_word_of_theirs
from leeward.playbook.checks.quality import every_key_is_a_way, every_plan_draws_something
from leeward.playbook.checks.queues import (
    every_case_of_routing_holds,
    every_line_of_routing_is_reached,
    every_queue_is_reached,
    every_queue_is_sound,
    no_queue_escalates_in_a_circle,
    the_allowance_is_shorter_the_worse_it_is,
    the_last_queue_takes_everything,
)
from leeward.playbook.checks.references import every_reference_leads_somewhere
from leeward.playbook.checks.reporters import every_source_heard_sooner_is_one, misuse_can_be_kept_to
from leeward.playbook.checks.rules import (
    every_list_is_looked_in,
    every_rule_has_its_cases,
    every_rule_keeps_its_cases,
)
from leeward.playbook.checks.staffing import every_holiday_is_one_day, every_shift_is_of_something, the_zone_is_known
from leeward.playbook.checks.statements import (
    every_duty_done_by_itself_is_one,
    every_restriction_has_its_word,
    every_statement_can_be_made,
    every_statement_has_its_reasons,
)
from leeward.playbook.checks.targets import every_target_is_one
from leeward.playbook.checks.trees import every_tree_leads_to_a_verdict
from leeward.playbook.checks.unused import every_measure_is_allowed_somewhere, every_skill_is_asked_for
from leeward.playbook.checks.wellness import every_cool_down_is_lighter, every_limit_can_bite
from leeward.playbook.checks.windows import every_window_is_sound
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft

CHECKS: tuple[Callable[[Draft], Iterator[Diagnostic]], ...] = (
    no_code_is_given_twice,
    every_reference_leads_somewhere,
    every_kind_names_its_subject,
    every_field_can_be_named,
    every_window_is_sound,
    a_confirmed_hash_is_the_stronger_lead,
    every_harm_is_mapped,
    every_mapping_is_a_word_of_theirs,
    every_tree_leads_to_a_verdict,
    every_rule_has_its_cases,
    every_rule_keeps_its_cases,
    every_list_is_looked_in,
    every_label_is_sound,
    every_rule_puts_labels_that_exist,
    every_queue_is_sound,
    every_queue_is_reached,
    every_line_of_routing_is_reached,
    every_case_of_routing_holds,
    the_last_queue_takes_everything,
    no_queue_escalates_in_a_circle,
    the_allowance_is_shorter_the_worse_it_is,
    every_clock_is_sound,
    every_clock_comes_to_an_end,
    every_cure_is_of_an_instrument,
    every_submission_follows_a_duty,
    awareness_is_of_something,
    no_two_versions_of_a_clock_run_at_once,
    appeals_stay_open,
    every_limit_can_bite,
    every_cool_down_is_lighter,
    every_plan_draws_something,
    every_key_is_a_way,
    every_step_is_sound,
    every_quiet_measure_has_a_ground_and_an_end,
    the_second_person_looks_at_labels_that_exist,
    every_clause_has_a_first_step,
    every_restriction_has_its_word,
    every_statement_can_be_made,
    every_statement_has_its_reasons,
    every_duty_done_by_itself_is_one,
    every_source_heard_sooner_is_one,
    misuse_can_be_kept_to,
    the_zone_is_known,
    every_shift_is_of_something,
    every_holiday_is_one_day,
    every_measure_is_allowed_somewhere,
    every_skill_is_asked_for,
    every_target_is_one,
    every_board_shows_measures_that_exist,
    every_role_is_known_and_has_its_rights,
    somebody_has_every_right,
    what_is_hidden_is_a_column,
)


def check(draft: Draft) -> list[Diagnostic]:
    """Everything that is wrong with a draft beyond what reading it found."""
    return [finding for each in CHECKS for finding in each(draft)]
