import com.adobe.epubcheck.tool.EpubChecker;

/** Checks each book that is named, in one machine: EPUBCheck's own command takes but one. */
class EachBook {
    public static void main(String[] books) {
        for (String book : books) {
            System.out.println("BOOK " + book);
            System.out.flush();
            new EpubChecker().run(new String[] {book});
            System.err.flush();
        }
    }
}
