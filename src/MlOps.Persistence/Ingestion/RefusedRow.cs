using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion.Copy;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Says which entity the server refused, as far as it tells.</summary>
internal static partial class RefusedRow
{
    public static DbUpdateException Describe(PostgresException exception, CopyGroup group)
    {
        // The server itself names the table of a constraint alone, not that of a value too long.
        var entity = LineOf(exception) is { } line && line <= group.Rows.Count
            ? $" {group.Rows[line - 1].GetType().Name} {group.Rows[line - 1].Id}:"
            : "";
        return new DbUpdateException(
            $"PostgreSQL refused the batch, and nothing of it is stored. {group.Table.Name}:{entity} {exception.MessageText}",
            exception);
    }

    // A COPY tells its line; a check that comes after it, as those of foreign keys do, does not.
    private static int? LineOf(PostgresException exception) =>
        exception.Where is { } where && CopyLine().Match(where) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"^COPY .*?, line (\d+)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex CopyLine();
}
