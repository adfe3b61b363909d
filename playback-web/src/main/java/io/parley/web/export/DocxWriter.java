package io.parley.web.export;

import io.parley.web.export.MinutesDocument.Cell;
import io.parley.web.export.MinutesDocument.Item;
import io.parley.web.export.MinutesDocument.Items;
import io.parley.web.export.MinutesDocument.Moment;
import io.parley.web.export.MinutesDocument.Section;
import io.parley.web.export.MinutesDocument.Table;
import io.parley.web.export.MinutesDocument.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFRun.FontCharRange;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblPr;

/** Word (ECMA-376): headings that make a navigation pane, real tables, links and page numbers. */
final class DocxWriter {
  private static final String LINK_COLOUR = "1D4ED8";
  private static final String QUIET_COLOUR = "667085";
  private static final int INDENT_TWIPS = 360;

  byte[] write(MinutesDocument minutes) {
    try (XWPFDocument document = new XWPFDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      DocxStyles.addTo(document);
      document.getProperties().getCoreProperties().setTitle(minutes.title());
      document.getProperties().getCoreProperties().setCreator("Parley");
      styled(document, DocxStyles.TITLE, minutes.title());
      run(document.createParagraph(), minutes.subtitle());
      run(document.createParagraph(), minutes.note()).setColor(QUIET_COLOUR);
      for (Section section : minutes.sections()) {
        styled(document, DocxStyles.HEADING, section.heading());
        if (section.body() instanceof Items items) {
          items.items().forEach(item -> item(document.createParagraph(), item));
        } else if (section.body() instanceof Table table) {
          table(document, table);
        } else if (section.body() instanceof Text text) {
          run(document.createParagraph(), text.text());
        }
      }
      pageNumbers(document);
      document.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("minutes can't be written as DOCX", e);
    }
  }

  private static void styled(XWPFDocument document, String style, String text) {
    XWPFParagraph paragraph = document.createParagraph();
    paragraph.setStyle(style);
    run(paragraph, text);
  }

  private static XWPFRun run(XWPFParagraph paragraph, String text) {
    XWPFRun run = paragraph.createRun();
    dress(run, text);
    return run;
  }

  private static void dress(XWPFRun run, String text) {
    run.setText(text);
    run.setFontFamily("Arial", FontCharRange.ascii);
    run.setFontFamily("Arial", FontCharRange.hAnsi);
    run.setFontFamily("Microsoft YaHei", FontCharRange.eastAsia);
  }

  private static void item(XWPFParagraph paragraph, Item item) {
    paragraph.setIndentationLeft(INDENT_TWIPS);
    paragraph.setIndentationHanging(INDENT_TWIPS / 2);
    paragraph.setSpacingAfter(80);
    run(paragraph, "• ");
    if (!item.speaker().isEmpty()) {
      run(paragraph, item.speaker() + ": ").setBold(true);
    }
    run(paragraph, item.text());
    if (!item.remark().isEmpty()) {
      run(paragraph, " (" + item.remark() + ")").setColor(QUIET_COLOUR);
    }
    Moment moment = item.moment();
    if (moment != null) {
      run(paragraph, " ");
      link(paragraph, moment.label(), moment);
    }
  }

  private static void link(XWPFParagraph paragraph, String label, Moment moment) {
    XWPFRun run = paragraph.createHyperlinkRun(moment.link().toString());
    dress(run, label);
    run.setColor(LINK_COLOUR);
  }

  private static void table(XWPFDocument document, Table table) {
    XWPFTable grid = document.createTable(table.rows().size() + 1, table.headings().size());
    grid.setWidth("100%");
    grid.setCellMargins(60, 80, 60, 80);
    CTTblPr properties = grid.getCTTbl().getTblPr();
    if (properties.isSetTblLayout()) {
      properties.unsetTblLayout();
    }
    XWPFTableRow head = grid.getRow(0);
    head.setRepeatHeader(true);
    for (int column = 0; column < table.headings().size(); column++) {
      XWPFParagraph paragraph = head.getCell(column).getParagraphs().get(0);
      run(paragraph, table.headings().get(column)).setBold(true);
    }
    for (int row = 0; row < table.rows().size(); row++) {
      List<Cell> cells = table.rows().get(row);
      for (int column = 0; column < cells.size(); column++) {
        Cell cell = cells.get(column);
        XWPFParagraph paragraph = grid.getRow(row + 1).getCell(column).getParagraphs().get(0);
        Moment moment = cell.moment();
        if (moment == null) {
          run(paragraph, cell.text());
        } else {
          link(paragraph, cell.text(), moment);
        }
      }
    }
  }

  private static void pageNumbers(XWPFDocument document) {
    XWPFParagraph paragraph = document.createFooter(HeaderFooterType.DEFAULT).createParagraph();
    paragraph.setAlignment(ParagraphAlignment.CENTER);
    paragraph.getCTP().addNewFldSimple().setInstr("PAGE");
    run(paragraph, " / ");
    paragraph.getCTP().addNewFldSimple().setInstr("NUMPAGES");
    BigInteger a4Width = BigInteger.valueOf(11_906);
    BigInteger a4Height = BigInteger.valueOf(16_838);
    var size = document.getDocument().getBody().getSectPr().addNewPgSz();
    size.setW(a4Width);
    size.setH(a4Height);
  }
}
