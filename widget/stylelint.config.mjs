// Logical properties only: the component must sit well in a right-to-left page.
const physical = "/^(margin|padding|border|inset|scroll-margin|scroll-padding)-(top|right|bottom|left)/";

export default {
  extends: ["stylelint-config-standard"],
  rules: {
    "property-disallowed-list": [physical, "/^(min-|max-)?(width|height)$/", "top", "right", "bottom", "left"],
    "declaration-property-value-disallowed-list": {
      "text-align": ["left", "right"], "float": ["left", "right"], "clear": ["left", "right"],
    },
    "function-url-no-scheme-relative": true,
    "function-disallowed-list": ["url"],
    "at-rule-disallowed-list": ["import", "font-face"],
    "unit-disallowed-list": ["rem"],
    "custom-property-pattern": "^_?[a-z][a-z0-9-]*$",
    "selector-class-pattern": "^[a-z][a-z0-9-]*$",
    "no-descending-specificity": null,
    "declaration-no-important": null,
  },
};
