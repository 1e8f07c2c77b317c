import {
    choose,
    openMenu,
    openPage,
    openRow,
    patiently,
    pick,
    press,
    pressAction,
    save,
    setDate,
    standsAt,
    windowIsClosed,
    write,
} from "./journey_steps";
import {registry} from "@web/core/registry";

const {DateTime} = luxon;
const TITLE = "Tổ chức tiếp xúc, đối thoại trực tiếp của Sở Khoa học và Công nghệ";
const SESSION = "Đối thoại với doanh nghiệp về nhãn hiệu";
const ENTERPRISE = "Công ty TNHH Nước Xanh";
const FILED = "Cấp lại giấy chứng nhận nhãn hiệu bị mất";
const WHEN = "dd/MM/yyyy HH:mm";

// Far enough ahead for the term of the notice
const soonAt = (hour) => DateTime.now().plus({days: 9}).set({hour, minute: 0});

registry.category("web_tour.tours").add("journey_desk_prepares_session", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_plan_menu_root", "dialogue_plan_menu"),
            ...openRow(TITLE),
            press("action_new_session"),
            standsAt("draft"),
            write("name", SESSION),
            ...setDate("date_start", () => soonAt(8).toFormat(WHEN)),
            ...setDate("date_end", () => soonAt(11).toFormat(WHEN), "date_start"),
            write("location", "Hội trường Sở, đường Nguyễn Trãi"),
            ...choose("chair_id", "Hoàng Thị Lãnh Đạo"),
            ...save(),
            press("action_open_announce"),
            standsAt("announced"),
            ...pressAction("dialogue_session_invite_action"),
            ...choose("partner_ids", ENTERPRISE),
            press("action_invite"),
            windowIsClosed(),
            openPage("attendance"),
            {
                content: "The enterprise is on the list",
                trigger: `.o_field_widget[name='attendance_ids'] .o_data_row:contains("${ENTERPRISE}")`,
            },
        ]),
});

registry.category("web_tour.tours").add("journey_desk_holds_session", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_session_menu_root", "dialogue_session_menu"),
            ...openRow(SESSION),
            press("action_start"),
            standsAt("in_progress"),
            openPage("attendance"),
            {
                content: "The enterprise has come",
                trigger:
                    ".o_field_widget[name='attendance_ids'] button[name='action_check_in']",
                run: "click",
            },
            {
                trigger: "body:not(:has(button[name='action_check_in']))",
            },
            // The first question is answered on the spot
            ...pressAction("dialogue_session_capture_action"),
            ...choose("attendance_id", ENTERPRISE),
            write("question", "Nộp hồ sơ đăng ký nhãn hiệu ở đâu?"),
            pick("outcome", "answered"),
            write("answer", "Nộp tại Bộ phận Một cửa hoặc trực tuyến."),
            press("action_record_next"),
            // The second one is beyond the department's authority
            {
                content: "An empty window for the next question",
                trigger: ".modal .o_field_widget[name='last_note']:not(:empty)",
            },
            write("speaker_name", "Vừ Mí Sính"),
            write("question", "Đề nghị bỏ bản sao có chứng thực trong hồ sơ."),
            pick("outcome", "superior"),
            write("proposal", "Sửa thành phần hồ sơ theo hướng dùng dữ liệu sẵn có."),
            press("action_record"),
            windowIsClosed(),
            // What was filed before is owed in writing
            press("action_view_feedback"),
            ...openRow(FILED),
            press("action_accept"),
            standsAt("accepted"),
            ...pressAction("dialogue_feedback_move_action_plan_written"),
            ...choose("department_id", "Phòng Quản lý công nghệ"),
            ...choose("user_id", "Sùng Văn Chuyên Viên"),
            ...setDate("date_deadline", () =>
                DateTime.now().plus({days: 15}).toFormat("dd/MM/yyyy"),
            ),
            press("action_apply"),
            windowIsClosed(),
            standsAt("assigned"),
            // The report to the superior goes to the leader
            ...openMenu("dialogue_feedback_menu", "dialogue_referral_menu"),
            ...openRow("UBND tỉnh Hà Giang"),
            press("action_submit"),
            standsAt("submitted"),
        ]),
});

registry.category("web_tour.tours").add("journey_desk_concludes_session", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_session_menu_root", "dialogue_session_menu"),
            ...openRow(SESSION),
            press("action_conclude"),
            standsAt("concluding"),
            press("action_close"),
            standsAt("closed"),
        ]),
});
