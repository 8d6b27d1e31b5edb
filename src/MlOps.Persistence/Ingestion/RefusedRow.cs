using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Ingestion.Rows;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Says which entity the server refused, as far as the server says it.</summary>
internal static partial class RefusedRow
{
    public static DbUpdateException Describe(DbContext context, PostgresException exception, CopyGroup group)
    {
        // The server itself names the table of a constraint alone, not that of a value too long.
        // What ends a COPY before its first row has line 0.
        var entity = FindLine(exception) is >= 1 and var line && line <= group.Rows.Count
            ? $" {RowRules.For(context, group.Rows[line - 1].GetType()).Describe(group.Rows[line - 1])}:"
            : "";
        return new DbUpdateException(
            $"PostgreSQL refused the batch, and nothing of it is stored. {group.Table.Name}:{entity} {exception.MessageText}",
            exception);
    }

    // An error of COPY has its line. That of a later check does not, and foreign keys are checked later.
    private static int? FindLine(PostgresException exception) =>
        exception.Where is { } where && CopyLine().Match(where) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"^COPY .*?, line (\d+)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex CopyLine();
}
