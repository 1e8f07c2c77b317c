import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {formatShare} from "../views/share_formatter";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const MODEL = "dialogue.period.report";

/** The report of a period; every number opens the cases that it counts. */
export class PeriodReport extends Component {
    static template = "dialogue_tthc.PeriodReport";
    // as of the action, so that an address brings its words along
    static path = "pakn-report";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({report: null});
        this.asked = this.props.action.params || {};
        onWillStart(() => this.start());
        onMounted(() => this.openAsked());
    }

    /** An address out of a spreadsheet names the period. */
    start() {
        const asked = this.asked;
        return this.load(
            asked.kind
                ? {
                      kind: asked.kind,
                      year: asked.year,
                      number: asked.number,
                      is_calendar: Boolean(Number(asked.calendar || 0)),
                  }
                : null,
        );
    }

    /** It may also name a number, whose cases are opened; once, not when coming back. */
    async openAsked() {
        const {cell, by, row} = this.asked;
        if (!cell) {
            return;
        }
        delete this.asked.cell;
        const value = /^\d+$/.test(row || "") ? Number(row) : row || false;
        await this.open(cell, by || null, value);
    }

    async load(period) {
        this.state.report = await this.orm.call(MODEL, "get_report", [], period || {});
        this.env.config.setDisplayName?.(this.state.report.title);
    }

    change(name, value) {
        const period = {...this.state.report.period, [name]: value};
        if (name === "kind") {
            // The one that is reported on these days
            period.number = null;
        }
        return this.load(period);
    }

    onYear(ev) {
        if (/^\d{4}$/.test(ev.target.value)) {
            return this.change("year", Number(ev.target.value));
        }
    }

    async open(key, dimension = null, value = null) {
        const action = await this.orm.call(MODEL, "action_open_cell", [
            this.state.report.period,
            key,
            dimension,
            value,
        ]);
        await this.action.doAction(action);
    }

    async download() {
        const action = await this.orm.call(MODEL, "action_export", [
            this.state.report.period,
        ]);
        await this.action.doAction(action);
    }

    /** The headings above the columns: [{title, span}], "" where there is none. */
    get groups() {
        const groups = [];
        for (const {group} of this.state.report.measures) {
            const last = groups.at(-1);
            if (last && group && last.title === group) {
                last.span += 1;
            } else {
                groups.push({key: groups.length, title: group, span: 1});
            }
        }
        return groups;
    }

    share(counts) {
        return counts.rated
            ? formatShare(counts.satisfied / counts.rated, {digits: [false, 1]})
            : "";
    }
}

registry.category("actions").add("dialogue_period_report", PeriodReport);
