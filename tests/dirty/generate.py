#!/usr/bin/python3
"""Writes the files of this folder, of which each has one kind of dirt. figures.json has what is right for them.
SPDX-License-Identifier: MIT

usage: generate.py [FOLDER]
"""

import gzip
import sys
from pathlib import Path

PLAIN = "shop,score\nRome,9\nRome,10\nOslo,3\nOslo,8\n"
ACCENTS = "Geschäft;Note\nMünchen;9\nMünchen;10\nKöln;3\nKöln;8\n"
QUALTRICS = (
    "StartDate,ResponseId,Q1,Q2\n"
    '"Start Date","Response ID","How likely is it that you would recommend us, to a friend\nor colleague?","Why?"\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n'
    '2026-01-05 10:30:00,R_1,9,"good, ""really"""\n'
    "2026-01-06 11:00:00,R_2,3,\n"
    "2026-01-07 12:00:00,R_3,,slow\n"
)
SURVEYMONKEY = (
    "Respondent ID,Start Date,How likely are you to recommend us?,Which shops?,,Why?\n"
    ",,Response,Rome,Oslo,Open-Ended Response\n"
    "101,01/13/2026 10:30:00 AM,10,Rome,,good\n"
    "102,01/05/2026 11:00:00 AM,7,,Oslo,\n"
    "103,01/06/2026 12:00:00 PM,2,Rome,Oslo,slow\n"
)


def compressed(data):
    """The same bytes from every Python: the tenth says on which system, of which some say that they do not know."""
    made = bytearray(gzip.compress(data, mtime=0))
    made[9] = 3  # Unix
    return bytes(made)


FILES = {
    "plain.csv": PLAIN,
    "utf8_with_mark.csv": ACCENTS.encode("utf-8-sig"),
    "utf16.csv": ACCENTS.replace(";", "\t").encode("utf-16"),
    "utf16_big_endian.csv": b"\xfe\xff" + ACCENTS.encode("utf-16-be"),
    "utf16_without_mark.csv": ACCENTS.encode("utf-16-le"),
    "cp1252.csv": ACCENTS.replace("Note", "Note „heute“").encode("cp1252"),
    "semicolons_and_commas.csv": "shop;score;weight\nRome;9;0,5\nRome;10;1,5\nOslo;3;1,0\nOslo;6,5;2,0\nOslo;n/a;1,0\n",
    "tabs.tsv": PLAIN.replace(",", "\t"),
    "bars.txt": PLAIN.replace(",", "|"),
    "told_separator.csv": "sep=;\n" + PLAIN.replace(",", ";"),
    "title_above.csv": "Customer survey 2026\n\nExported on,5 January\n" + PLAIN.replace("\n", ",x,y\n").replace("score,x,y", "score,a,b"),
    "mac_lines.csv": PLAIN.replace("\n", "\r"),
    "windows_lines.csv": PLAIN.replace("\n", "\r\n"),
    "compressed.csv.gz": compressed(PLAIN.encode()),
    "three_headers.csv": QUALTRICS,
    "two_headers.csv": SURVEYMONKEY,
    "question_as_name.csv": '"How likely are you, on a scale from 0 to 10, to recommend us?",shop\n9,Rome\n3,Oslo\n10,Rome\n',
    "blanks_in_names.csv": "shop ,NETPRO  ,NETPRO,\nRome,9,1,\nRome,10,2,\nOslo,3,3,\n",
    "codes.csv": "score\n" + "\n".join(["9", "10", "7", "3"] * 10 + ["11", "98", "98", "99", "-2147483648"]) + "\n",
    "labels.csv": "score\n10 - Extremely likely\nExtremely likely - 10\nPromoter\nDetractor\n0 - Not at all likely\n7\n8/10\nКритик\n1 or 2\n",
    "averages.csv": "score\n9\n6.5\n9.0\n3\n8.5\n",
    "words_for_nothing.csv": "score,weight\n9,1\n,1.5\nn/a,2\nNA,NA\n-,1\n10,\nnone,1\n3,0.5\n",
    "uneven_rows.csv": "shop,score,comment\nRome,9,good\nRome,10\n\nOslo,3,slow,very\n,,\nOslo,8,ok,\n",
    "quotes.csv": 'shop,score,comment\n"Rome, Via Appia",9,"said ""hello""\nand left"\n"Oslo",3,"a, b"\n',
    "day_first.csv": "day,score\n13/01/2026,9\n05/02/2026,3\n06/02/2026,10\n",
    "month_first.csv": "day,score\n01/13/2026,9\n02/05/2026,3\n02/06/2026,10\n",
    "either_order.csv": "day,score\n01/05/2026,9\n02/05/2026,3\n",
    "days_of_excel.csv": "day,score\n46027,9\n46058.5,3\n46059,10\n",
    "some_dates.csv": "day,score\n2026-01-05,9\nyesterday,3\n,10\n2026-02-30,10\n2026-02-28T23:59:00Z,10\n",
    "leading_zeros.csv": "zip,score\n01234,9\n01234,3\n91234,10\n",
    "five_points.csv": "score\n5\n5\n4\n5\n3\n1\n",
    "zero_bytes.csv": b"shop,score\nRome,9\x00\nRo\x00me,10\nOslo,3\nOslo,8\n",
    "rows_without_key.csv": "shop,score\nRome,9\n,10\n  ,3\nOslo,8\n",
    "only_a_header.csv": "shop,score\n",
    "empty.csv": "",
    "open_quote.csv": 'shop,score\nRome,9\nOslo,"3\n' + "Rome,9\n" * 20_000,
}


def main(folder):
    for name, text in FILES.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent))
