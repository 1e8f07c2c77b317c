"""Questions as they come in before a session, with what each really asks.

The same letter: they ask the same, often in other words. No letter: nobody else asks
it, however much the form of the sentence is that of another.
"""

# what is asked, subject, question
QUESTIONS = (
    # how long a trademark takes
    (
        "A",
        "Đơn đăng ký nhãn hiệu nộp 14 tháng chưa có kết quả",
        "Công ty nộp đơn đăng ký nhãn hiệu từ năm trước, đã có quyết định chấp nhận "
        "đơn hợp lệ nhưng 14 tháng chưa có kết quả thẩm định nội dung. Đề nghị Sở cho "
        "biết cách theo dõi và kiến nghị rút ngắn.",
    ),
    (
        "A",
        "Kiến nghị rút ngắn thời gian cấp văn bằng bảo hộ",
        "Thời gian cấp văn bằng bảo hộ nhãn hiệu dài làm doanh nghiệp mất cơ hội vào "
        "chuỗi bán lẻ. Hiệp hội kiến nghị rút ngắn thời hạn thẩm định và cho tra cứu "
        "tiến độ.",
    ),
    (
        "A",
        "Thủ tục cấp nhãn hiệu hàng hóa kéo dài quá lâu",
        "Chúng tôi nộp đơn nhãn hiệu đã hơn một năm, chưa thấy thẩm định xong. Bao giờ "
        "có văn bằng bảo hộ?",
    ),
    (
        "A",
        "Nhan hieu cho qua lau",
        "Hop tac xa nop don dang ky nhan hieu 18 thang nay van chua co van bang bao "
        "ho, xin hoi bao gio co ket qua tham dinh.",
    ),
    # what support there is for a trademark
    (
        "B",
        "Tỉnh có hỗ trợ kinh phí đăng ký nhãn hiệu không",
        "Doanh nghiệp nhỏ ở xã muốn đăng ký nhãn hiệu thì có được hỗ trợ lệ phí không, "
        "mức bao nhiêu và nộp đề nghị ở đâu?",
    ),
    (
        "B",
        "Hỗ trợ lệ phí bảo hộ nhãn hiệu cho hợp tác xã",
        "Hợp tác xã chúng tôi được biết tỉnh có chính sách hỗ trợ kinh phí đăng ký bảo "
        "hộ nhãn hiệu. Mức hỗ trợ bao nhiêu, hồ sơ gửi ở đâu?",
    ),
    (
        "B",
        "Xin hỏi chính sách hỗ trợ đăng ký nhãn hiệu",
        "Cơ sở sản xuất chè muốn được hỗ trợ tiền lệ phí khi đăng ký nhãn hiệu, đề "
        "nghị hướng dẫn.",
    ),
    # renewing the licence of an X-ray machine
    (
        "C",
        "Gia hạn giấy phép X-quang phải nộp trước bao nhiêu ngày",
        "Giấy phép sử dụng máy X-quang của phòng khám sắp hết hạn. Phòng khám phải nộp "
        "hồ sơ gia hạn trước bao nhiêu ngày và gồm những giấy tờ gì?",
    ),
    (
        "C",
        "Hỏi lại về gia hạn giấy phép X-quang",
        "Phòng khám đã gọi điện hỏi về gia hạn giấy phép X-quang, nay gửi thư để được "
        "trả lời bằng văn bản.",
    ),
    (
        "C",
        "Giấy phép sử dụng thiết bị bức xạ hết hạn",
        "Bệnh viện có hai máy X-quang, giấy phép sắp hết hạn tháng sau. Xin hỏi hồ sơ "
        "gia hạn và thời hạn nộp.",
    ),
    # fuel pumps wait for their check
    (
        "D",
        "Kiểm định cột đo xăng dầu chờ lâu",
        "Cửa hàng ở xã xa chờ đoàn kiểm định cột đo xăng dầu đã 6 tuần, trong khi tem "
        "kiểm định sắp hết hạn.",
    ),
    (
        "D",
        "Chậm kiểm định cột bơm xăng",
        "Đăng ký kiểm định cột đo nhiên liệu từ tháng trước mà đoàn chưa lên, cửa hàng "
        "xăng dầu sợ quá hạn tem bị phạt.",
    ),
    (
        "D",
        "Đề nghị tăng số đợt kiểm định cột đo xăng dầu ở huyện",
        "Các cửa hàng xăng dầu vùng cao phải chờ đoàn kiểm định rất lâu, đề nghị Sở "
        "xếp lịch kiểm định cột đo thường xuyên hơn.",
    ),
    (
        "D",
        "kiem dinh cot do xang dau",
        "cua hang xang dau cho kiem dinh cot do hai thang chua co doan len, tem sap "
        "het "
        "han thi ban hang duoc khong",
    ),
    # bar codes
    (
        "E",
        "Đăng ký mã số mã vạch cho sản phẩm mật ong",
        "Doanh nghiệp muốn đưa mật ong vào siêu thị nhưng chưa biết đăng ký mã số mã "
        "vạch ở đâu, hằng năm phải đóng những khoản gì.",
    ),
    (
        "E",
        "Mã vạch cho sản phẩm OCOP",
        "Hợp tác xã có 5 sản phẩm OCOP, siêu thị yêu cầu mã vạch. Đăng ký mã số mã "
        "vạch nộp ở đâu và phí duy trì bao nhiêu?",
    ),
    (
        "E",
        "Phí duy trì mã số mã vạch hằng năm",
        "Cơ sở chè muốn dùng mã vạch, xin hỏi nơi đăng ký và mức phí đóng hằng năm.",
    ),
    # accounts of a research project come back again and again
    (
        "F",
        "Thanh quyết toán đề tài cấp tỉnh còn nhiều lần trả hồ sơ",
        "Đề tài nghiệm thu đã 5 tháng, hồ sơ quyết toán bị trả lại ba lần, mỗi lần một "
        "lý do. Đề nghị có danh mục giấy tờ thống nhất và trả lời một lần.",
    ),
    (
        "F",
        "Quyết toán kinh phí đề tài bị trả đi trả lại",
        "Chủ nhiệm đề tài nộp hồ sơ quyết toán bốn lần vẫn bị yêu cầu bổ sung chứng "
        "từ khác. Đề nghị Sở ban hành danh mục hồ sơ quyết toán.",
    ),
    # certificate of a science and technology enterprise
    (
        "G",
        "Điều kiện công nhận doanh nghiệp khoa học và công nghệ",
        "Công ty xin hỏi điều kiện được cấp Giấy chứng nhận doanh nghiệp khoa học và "
        "công nghệ đối với sản phẩm phần mềm.",
    ),
    (
        "G",
        "Cấp giấy chứng nhận doanh nghiệp KH&CN",
        "Doanh nghiệp sản xuất dược liệu muốn được công nhận là doanh nghiệp khoa học "
        "và công nghệ, cần những điều kiện gì?",
    ),
    (
        "G",
        "Làm sao để thành doanh nghiệp khoa học công nghệ",
        "Công ty chúng tôi có giải pháp hữu ích, xin hỏi đã đủ điều kiện cấp giấy "
        "chứng "
        "nhận doanh nghiệp khoa học công nghệ chưa.",
    ),
    # taxes of such an enterprise: the same words, another question
    (
        "H",
        "Hưởng ưu đãi thuế của doanh nghiệp khoa học và công nghệ",
        "Doanh nghiệp đã có Giấy chứng nhận nhưng cơ quan thuế và Sở Tài chính hướng "
        "dẫn khác nhau về hồ sơ hưởng ưu đãi. Đề nghị thống nhất hồ sơ.",
    ),
    (
        "H",
        "Miễn giảm thuế thu nhập cho doanh nghiệp KH&CN",
        "Cơ quan thuế chưa chấp nhận hồ sơ ưu đãi thuế thu nhập doanh nghiệp khoa học "
        "và công nghệ của công ty, Sở có hướng dẫn thống nhất không?",
    ),
    # a quality system
    (
        "I",
        "Hỗ trợ xây dựng hệ thống quản lý chất lượng",
        "Doanh nghiệp muốn áp dụng hệ thống quản lý chất lượng, tỉnh có chương trình "
        "hỗ trợ nào đang mở không?",
    ),
    (
        "I",
        "Hỗ trợ áp dụng ISO 9001",
        "Công ty muốn áp dụng hệ thống quản lý chất lượng ISO 9001 thì được tỉnh hỗ "
        "trợ bao nhiêu, đăng ký chương trình ở đâu?",
    ),
    # filing what is missing without a journey
    (
        "J",
        "Cho nộp bổ sung hồ sơ qua mạng thay vì đến Một cửa",
        "Khi hồ sơ thiếu một giấy tờ, doanh nghiệp phải đi hơn 60 km để nộp bổ sung. "
        "Đề nghị cho nộp bổ sung bản có chữ ký số qua mạng và chỉ đối chiếu bản chính "
        "khi nhận kết quả.",
    ),
    (
        "J",
        "Nộp bổ sung giấy tờ trực tuyến",
        "Hồ sơ thiếu giấy tờ phải quay lại Một cửa rất xa, đề nghị cho nộp bổ sung qua "
        "mạng.",
    ),
    # the form on the page is not the one at the counter
    (
        "K",
        "Mẫu đơn trên trang của Sở khác mẫu ở Một cửa",
        "Hợp tác xã tải mẫu đơn trên trang thông tin của Sở nhưng Một cửa không nhận "
        "vì "
        "là mẫu cũ.",
    ),
    (
        "K",
        "Mẫu tờ khai trên trang thông tin đã cũ",
        "Tôi in mẫu đơn từ trang của Sở, đến Một cửa thì bị từ chối vì mẫu cũ, phải "
        "làm "
        "lại.",
    ),
    # conformity of a product to a regulation, the first time
    (
        "L",
        "Hỏi về công bố hợp quy đồ gỗ dùng cho trẻ em",
        "Sản phẩm ghế gỗ cho trẻ em có phải công bố hợp quy không, nộp ở đâu?",
    ),
    (
        "L",
        "Đồ chơi gỗ có phải công bố hợp quy",
        "Xưởng mộc làm đồ chơi trẻ em bằng gỗ, có bắt buộc công bố hợp quy không và "
        "nộp "
        "hồ sơ ở đâu?",
    ),
    # lab and norms of costs
    (
        "M",
        "Định mức khoán chi đề tài không còn phù hợp",
        "Định mức công lao động khoa học của tỉnh ban hành đã lâu, không thuê được "
        "chuyên gia. Đề nghị điều chỉnh định mức.",
    ),
    (
        "M",
        "Định mức công lao động khoa học quá thấp",
        "Chi công lao động khoa học theo định mức của tỉnh thấp nên không mời được "
        "chuyên gia, kiến nghị Sở điều chỉnh.",
    ),
    # support for a start-up does not reach the villages
    (
        "N",
        "Thông tin hỗ trợ khởi nghiệp chưa đến được xã",
        "Thông tin về hỗ trợ khởi nghiệp chỉ đăng trên trang của Sở, cán bộ xã không "
        "biết. Đề nghị gửi về xã và trả lời nhanh hơn.",
    ),
    (
        "N",
        "Khởi nghiệp ở xã không có ai hướng dẫn",
        "Thanh niên ở xã muốn khởi nghiệp nhưng không biết có chương trình hỗ trợ gì, "
        "đề nghị Sở gửi thông tin hỗ trợ khởi nghiệp về xã.",
    ),
    # each of the following is asked once; many look like one above
    (
        "",
        "Thủ tục được dùng chỉ dẫn địa lý cho cam sành",
        "Công ty có 20 ha cam trong vùng chỉ dẫn địa lý. Muốn in dấu chỉ dẫn địa lý "
        "lên bao bì thì xin phép ai, hồ sơ gồm những gì và mất bao lâu?",
    ),
    (
        "",
        "Lô-gô bị một cơ sở khác dùng gần giống",
        "Cơ sở bên cạnh dùng lô-gô gần giống của công ty trên sản phẩm thổ cẩm. Công "
        "ty "
        "cần làm gì, Sở có xử lý được không?",
    ),
    (
        "",
        "Doanh nghiệp có được chủ trì nhiệm vụ khoa học cấp tỉnh",
        "Công ty phần mềm muốn đề xuất và chủ trì một nhiệm vụ khoa học và công nghệ "
        "cấp tỉnh về truy xuất nguồn gốc. Điều kiện và thời hạn đề xuất thế nào?",
    ),
    (
        "",
        "Đăng ký kết quả nghiên cứu tự đầu tư mất nhiều thời gian",
        "Công ty tự bỏ tiền nghiên cứu cao dược liệu. Đăng ký kết quả để hưởng ưu đãi "
        "phải nộp cả bản giấy lẫn bản điện tử, đề nghị bỏ bản giấy.",
    ),
    (
        "",
        "Hội đồng tuyển chọn đề tài chưa công bố kết quả",
        "Hồ sơ tuyển chọn đã mở 2 tháng nhưng chưa có thông báo, hỏi thì được trả lời "
        "chung chung.",
    ),
    (
        "",
        "Hàng đóng gói sẵn có bắt buộc dùng dấu định lượng",
        "Mật ong đóng chai 500 ml bán trong tỉnh có phải công bố dấu định lượng không, "
        "hay tự nguyện?",
    ),
    (
        "",
        "Thiết bị đo nhập khẩu phải kiểm tra ở đâu",
        "Nhà máy nhập đồng hồ đo điện, muốn biết kiểm tra nhà nước về chất lượng hàng "
        "nhập khẩu nộp ở đâu, có làm trực tuyến được không.",
    ),
    (
        "",
        "Cấp lại chứng chỉ nhân viên bức xạ bị mất",
        "Nhân viên phụ trách an toàn bức xạ làm mất chứng chỉ. Xin hỏi hồ sơ cấp lại "
        "và "
        "trong lúc chờ có được vận hành máy không.",
    ),
    (
        "",
        "Hợp đồng chuyển giao công nghệ sấy gỗ có phải đăng ký",
        "Công ty mua công nghệ sấy gỗ của một viện nghiên cứu trong nước, hợp đồng có "
        "bắt buộc đăng ký không?",
    ),
    (
        "",
        "Công bố hợp chuẩn nước uống đóng bình dựa trên tự đánh giá",
        "Công ty tự đánh giá theo tiêu chuẩn quốc gia, kết quả thử nghiệm của phòng "
        "thử "
        "nghiệm được chỉ định trong tỉnh có dùng được không?",
    ),
    (
        "",
        "Quy định phạm vi kiểm định giữa các tỉnh chưa rõ",
        "Tổ chức kiểm định được chỉ định nhưng sang tỉnh khác bị yêu cầu thêm giấy xác "
        "nhận. Đề nghị kiến nghị Bộ hướng dẫn thống nhất.",
    ),
    (
        "",
        "Kế hoạch ứng phó sự cố bức xạ có phải lập lại",
        "Phòng khám thay máy X-quang cùng công suất, kế hoạch ứng phó sự cố đã phê "
        "duyệt "
        "có phải lập lại không?",
    ),
    (
        "",
        "Bộ hồ sơ công bố hợp quy lần hai có được rút gọn",
        "Sản phẩm không đổi, chỉ đổi bao bì, công bố lại có phải nộp đủ như lần đầu "
        "không?",
    ),
    (
        "",
        "Khai báo máy X-quang chuyển từ cơ sở cũ",
        "Máy X-quang chuyển sang cơ sở mới thì khai báo lại hay chỉ thông báo thay đổi "
        "địa điểm?",
    ),
    (
        "",
        "Điều kiện làm giám định viên tư pháp",
        "Tôi có 7 năm công tác trong ngành đo lường, muốn biết điều kiện và hồ sơ để "
        "được bổ nhiệm giám định viên tư pháp.",
    ),
    (
        "",
        "Kiến nghị công khai lịch giải quyết thủ tục",
        "Hiệp hội kiến nghị công khai lịch trả kết quả theo từng thủ tục trên trang "
        "thông tin của Sở.",
    ),
    (
        "",
        "Đề nghị xem lại nội dung không được tiếp nhận",
        "Nhãn trà của chúng tôi bị gỡ khỏi sàn thương mại điện tử vì chưa có văn bằng, "
        "xin hướng dẫn cách chứng minh đã nộp đơn.",
    ),
    (
        "",
        "Request for trademark guidance",
        "Please send us the trademark forms in English.",
    ),
    (
        "",
        "Hồ sơ cấp giấy phép vận chuyển chất phóng xạ gồm những gì",
        "Công ty vận tải muốn biết hồ sơ cấp giấy phép gồm những giấy tờ gì, nộp ở đâu "
        "và mất bao nhiêu ngày?",
    ),
    (
        "",
        "Hồ sơ đăng ký hoạt động của tổ chức khoa học gồm những gì",
        "Trung tâm muốn biết hồ sơ đăng ký hoạt động gồm những giấy tờ gì, nộp ở đâu "
        "và "
        "mất bao nhiêu ngày?",
    ),
    (
        "",
        "Hồ sơ thẩm định công nghệ dự án đầu tư gồm những gì",
        "Nhà đầu tư muốn biết hồ sơ thẩm định công nghệ gồm những giấy tờ gì, nộp ở "
        "đâu "
        "và mất bao nhiêu ngày?",
    ),
    (
        "",
        "Kiểm định cân đồng hồ ở chợ ai chịu phí",
        "Ban quản lý chợ hỏi phí kiểm định cân đồng hồ do tiểu thương hay ban quản lý "
        "chợ trả.",
    ),
    (
        "",
        "Vay vốn Quỹ phát triển khoa học và công nghệ",
        "Công ty muốn vay vốn của Quỹ để đổi mới dây chuyền, lãi suất bao nhiêu và thế "
        "chấp thế nào?",
    ),
    (
        "",
        "Nhãn hiệu tập thể của hợp tác xã thêm thành viên",
        "Hợp tác xã thêm 10 thành viên mới thì quy chế sử dụng nhãn hiệu tập thể có "
        "phải "
        "sửa và nộp lại không?",
    ),
    (
        "",
        "Thanh tra đột xuất về ghi nhãn hàng hóa",
        "Cửa hàng bị lập biên bản về nhãn hàng hóa, đề nghị cho biết ghi nhãn phụ bằng "
        "tiếng Việt thế nào là đúng.",
    ),
    (
        "",
        "Sáng kiến cấp tỉnh xét chậm",
        "Giáo viên nộp hồ sơ sáng kiến cấp tỉnh từ đầu năm, hội đồng chưa họp, ảnh "
        "hưởng xét thi đua.",
    ),
)

# of another department: nothing of the above was chosen with these in sight
LAND_QUESTIONS = (
    (
        "A",
        "Cấp sổ đỏ lần đầu kéo dài",
        "Gia đình tôi nộp hồ sơ cấp giấy chứng nhận quyền sử dụng đất lần đầu từ "
        "tháng 3 đến nay chưa có kết quả, hỏi thì được hẹn nhiều lần.",
    ),
    (
        "A",
        "Chậm cấp giấy chứng nhận quyền sử dụng đất",
        "Hồ sơ cấp giấy chứng nhận lần đầu của tôi quá hẹn 4 tháng, đề nghị Sở cho "
        "biết lý do chậm.",
    ),
    (
        "A",
        "Làm sổ đỏ bao giờ xong",
        "Nhà tôi xin cấp sổ đỏ lần đầu, Văn phòng đăng ký đất đai hẹn mãi không trả.",
    ),
    (
        "B",
        "Phí đo đạc đất quá cao",
        "Mỗi lần tách thửa phải thuê đo đạc, chi phí 5 triệu đồng một thửa, đề nghị "
        "quy định giá trần.",
    ),
    (
        "B",
        "Đề nghị quy định giá đo đạc khi tách thửa",
        "Đơn vị đo đạc mỗi nơi thu một giá, tách thửa đất vườn mất 6 triệu, người dân"
        " không biết giá nào đúng.",
    ),
    (
        "C",
        "Chuyển mục đích đất vườn sang đất ở",
        "Hộ tôi có 300 m2 đất vườn liền nhà, muốn chuyển sang đất ở thì tiền sử dụng "
        "đất tính thế nào?",
    ),
    (
        "C",
        "Tiền sử dụng đất khi chuyển đất vườn lên thổ cư",
        "Xin hỏi cách tính tiền sử dụng đất khi chuyển mục đích đất vườn sang đất ở.",
    ),
    (
        "C",
        "chuyen dat vuon sang dat o",
        "toi muon chuyen muc dich 200m2 dat vuon sang dat o, tien su dung dat bao "
        "nhieu",
    ),
    (
        "D",
        "Giấy phép môi trường cho trang trại lợn",
        "Trang trại 500 con lợn cần giấy phép môi trường cấp nào cấp, hồ sơ gồm gì?",
    ),
    (
        "D",
        "Trang trại chăn nuôi có phải xin giấy phép môi trường",
        "Trang trại của tôi nuôi 800 con lợn, xin hỏi phải làm giấy phép môi trường ở"
        " huyện hay tỉnh.",
    ),
    (
        "E",
        "Mỏ đá nổ mìn gây nứt nhà",
        "Mỏ đá cạnh thôn nổ mìn làm nứt tường nhà dân, đề nghị kiểm tra và bồi thường.",
    ),
    (
        "E",
        "Nổ mìn khai thác đá ảnh hưởng nhà dân",
        "Công ty khai thác đá nổ mìn buổi trưa, nhà dân trong thôn bị nứt, kiến nghị "
        "Sở vào kiểm tra.",
    ),
    (
        "F",
        "Giấy phép khai thác cát sắp hết hạn",
        "Doanh nghiệp có giấy phép khai thác cát hết hạn tháng 12, xin hỏi thủ tục "
        "gia hạn.",
    ),
    (
        "F",
        "Gia hạn giấy phép khai thác cát sỏi",
        "Công ty cần hướng dẫn hồ sơ gia hạn giấy phép khai thác cát sỏi lòng sông.",
    ),
    (
        "",
        "Xe chở cát làm hỏng đường",
        "Xe chở cát quá tải chạy qua xã làm hỏng đường, bụi, đề nghị xử lý.",
    ),
    (
        "",
        "Bãi rác xã không có người thu gom",
        "Rác ở bãi tập kết của xã hai tuần chưa thu gom, mùi hôi, đề nghị có lịch thu"
        " gom.",
    ),
    (
        "",
        "Khoan giếng phải xin phép không",
        "Xưởng tôi khoan giếng lấy nước sản xuất 15 m3 ngày đêm có phải xin phép "
        "không?",
    ),
    (
        "",
        "Thu hồi đất làm đường bồi thường cây trồng",
        "Giá bồi thường cây cam 8 năm tuổi trong quyết định thu hồi đất quá thấp, đề "
        "nghị xem lại.",
    ),
    (
        "",
        "Tra cứu quy hoạch sử dụng đất ở đâu",
        "Muốn biết thửa đất có nằm trong quy hoạch không thì tra cứu ở đâu, có phải "
        "trả phí không?",
    ),
    (
        "",
        "Hồ sơ đính chính sai tên trên sổ đỏ gồm những gì",
        "Sổ đỏ ghi sai tên đệm của vợ tôi, xin hỏi hồ sơ đính chính gồm những giấy tờ"
        " gì, nộp ở đâu?",
    ),
    (
        "",
        "Hồ sơ xóa thế chấp gồm những gì",
        "Ngân hàng đã giải chấp, xin hỏi hồ sơ xóa thế chấp gồm những giấy tờ gì, nộp"
        " ở đâu, mất bao nhiêu ngày?",
    ),
    (
        "",
        "Hồ sơ thừa kế đất gồm những gì",
        "Bố tôi mất không có di chúc, xin hỏi hồ sơ thừa kế gồm những giấy tờ gì, nộp"
        " ở đâu, mất bao nhiêu ngày?",
    ),
    (
        "",
        "Giấy phép xả thải cơ sở giặt là",
        "Cơ sở giặt là công suất nhỏ có phải xin giấy phép môi trường hay chỉ đăng ký?",
    ),
    (
        "",
        "Trả kết quả qua bưu điện bị thất lạc",
        "Sổ đỏ trả qua bưu điện bị thất lạc thì ai chịu trách nhiệm, cấp lại thế nào?",
    ),
    (
        "",
        "Một cửa huyện không lấy số thứ tự",
        "Đến Một cửa huyện phải chờ cả buổi vì không có máy lấy số, đề nghị bố trí.",
    ),
)
