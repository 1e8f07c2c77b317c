import {registry} from "@web/core/registry";
import {formatPercentage} from "@web/views/fields/formatters";

/**
 * Formats a share of cases. Where nothing was due there is no share, which is not 0 %.
 *
 * @param {number|false} value between 0 and 1; false where there is nothing to divide by
 * @param {Object} [options] as of formatPercentage
 * @returns {string}
 */
export function formatShare(value, options = {}) {
    return typeof value === "number" ? formatPercentage(value, options) : "–";
}
formatShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("dialogue_share", formatShare);
