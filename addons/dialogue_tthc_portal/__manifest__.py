{
    "name": "Dialogue on Administrative Procedures: Portal",
    "summary": "Enterprises and citizens file petitions and follow their answers",
    "version": "19.0.1.0.0",
    "category": "Public Sector/Dialogue",
    "author": "Đối thoại TTHC",
    "website": "https://doithoai-tthc.example.org",
    "license": "LGPL-3",
    "depends": ["dialogue_tthc", "portal", "auth_signup"],
    "data": [
        "security/ir.model.access.csv",
        "security/dialogue_feedback_security.xml",
        "views/portal_templates.xml",
        "views/page_templates.xml",
        "views/dialogue_feedback_parts.xml",
        "views/dialogue_feedback_templates.xml",
        "views/dialogue_feedback_form_templates.xml",
        "views/private_page_templates.xml",
    ],
    "demo": ["demo/res_users_demo.xml"],
    "assets": {
        "web.assets_frontend": [
            "dialogue_tthc/static/src/clock/ledger.scss",
            "dialogue_tthc_portal/static/src/**/*.scss",
            "dialogue_tthc_portal/static/src/**/*.js",
        ],
        "web.assets_tests": [
            "dialogue_tthc_portal/static/tests/tours/**/*.js",
        ],
    },
    "auto_install": True,
}
