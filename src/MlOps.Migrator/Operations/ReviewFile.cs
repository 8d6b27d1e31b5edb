using System.Globalization;
using System.Net;
using System.Text;
using MlOps.Persistence;

namespace MlOps.Migrator.Operations;

/// <summary>A review as a file that a mail can carry: a page of HTML without scripts or other files, or lines of text.</summary>
internal static class ReviewFile
{
    private const string Style =
        "font:14px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:72rem;margin:2rem auto;padding:0 1rem";

    private const string Cell = "text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d0d7de;vertical-align:top";

    /// <exception cref="MlOpsException">The file cannot be written.</exception>
    public static async Task WriteAsync(string file, string title, Listing listing, CancellationToken cancellationToken)
    {
        var isPage = Path.GetExtension(file).ToUpperInvariant() is ".HTML" or ".HTM";
        var text = isPage ? WritePage(title, listing) : WriteText(title, listing);
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MlOpsException(MlOpsError.Configuration, $"The file '{file}' cannot be written: {e.Message}", e);
        }
    }

    // In columns, for a font whose letters are equally wide.
    private static string WriteText(string title, Listing listing)
    {
        var rows = listing.ToLines().Select(line => line.Split('\t')).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return string.Join('\n', lines.Prepend("").Prepend(title).Append(""));
    }

    // Programs for mail know styles of elements alone.
    private static string WritePage(string title, Listing listing)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(title)}</title></head>
            <body style="{Style}">
            <h1 style="font-size:1.4rem">{Encode(title)}</h1>
            <table style="border-collapse:collapse;width:100%">

            """);
        foreach (var (index, line) in listing.ToLines().Index())
        {
            var element = index == 0 ? "th" : "td";
            var cells = line.Split('\t').Select(cell => $"<{element} style=\"{Cell}\">{Encode(cell)}</{element}>");
            page.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(cells)}</tr>\n");
        }

        return page.Append("</table></body></html>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
