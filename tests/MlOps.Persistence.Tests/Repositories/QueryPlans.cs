using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>Asks the server for the plan of each query that a context sends.</summary>
internal sealed partial class QueryPlans : DbCommandInterceptor
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>How many statements were sent.</summary>
    public int Statements { get; private set; }

    /// <summary>The tables and partitions that the plans read.</summary>
    public IEnumerable<string> Tables => _lines
        .Select(line => ScannedTable().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct().Order();

    /// <summary>The indexes that the plans use.</summary>
    public IEnumerable<string> Indexes => _lines
        .Select(line => UsedIndex().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct().Order();

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Statements++;
        await using var explain = command.Connection!.CreateCommand();
        explain.CommandText = $"EXPLAIN {command.CommandText}";
        foreach (NpgsqlParameter parameter in command.Parameters)
            explain.Parameters.Add(parameter.Clone());

        await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _lines.Add(reader.GetString(0));

        return result;
    }

    [GeneratedRegex(@"(?<!Bitmap Index )(?:Scan|Scan using \w+|Scan Backward using \w+) on (\w+)(?: |$)")]
    private static partial Regex ScannedTable();

    [GeneratedRegex(@"Scan (?:Backward )?using (\w+)|Bitmap Index Scan on (?<1>\w+)")]
    private static partial Regex UsedIndex();
}
