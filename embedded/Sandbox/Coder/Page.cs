using System.Net;
using System.Text;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>A page of a deployment with one table, as plain HTML.</summary>
/// <param name="title">Its title.</param>
/// <param name="line">The line below it.</param>
/// <param name="headers">The columns; the second is the status.</param>
/// <param name="empty">What is shown where there are no rows.</param>
internal sealed class Page(string title, string line, string[] headers, string empty)
{
    private readonly StringBuilder _rows = new();

    /// <summary>Adds a row.</summary>
    /// <param name="isGood">Whether its status is a good one.</param>
    /// <param name="cells">A text for each column.</param>
    /// <param name="reasons">Why its status is what it is.</param>
    public void Row(bool isGood, string[] cells, string[] reasons)
    {
        _rows.Append($"<tr class=\"{(isGood ? "good" : "bad")}\">");
        for (var i = 0; i < cells.Length; i++)
            _rows.Append($"<td>{Text(cells[i])}{(i == 1 ? string.Concat(reasons.Select(reason => $"<br><small>{Text(reason)}</small>")) : "")}</td>");
        _rows.Append("</tr>\n");
    }

    /// <inheritdoc/>
    public override string ToString() => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <title>{{Text(title)}} - Coder</title>
          <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid #ddd }
            small { color: #666 } .good td:nth-child(2) { color: #17722b } .bad td:nth-child(2) { color: #9a5b00 }
          </style>
        </head>
        <body>
          <h1>{{Text(title)}}</h1>
          <p>{{Text(line)}}</p>
          <table>
            <thead><tr>{{string.Concat(headers.Select(header => $"<th>{Text(header)}</th>"))}}</tr></thead>
            <tbody>
            {{(_rows.Length == 0 ? $"<tr><td colspan=\"{headers.Length}\">{Text(empty)}</td></tr>" : _rows.ToString())}}
            </tbody>
          </table>
        </body>
        </html>
        """;

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
