using System.Globalization;
using Npgsql;

namespace MlOps.Benchmarks.Measuring;

/// <summary>How long the processors of this machine worked for a server, with all of its processes.</summary>
internal sealed class ServerProcessor
{
    private const double TicksPerSecond = 100;

    // The fields of /proc/PID/stat after the name of the program, which may have blanks.
    private const int Parent = 1;
    private const int User = 11;
    private const int System = 12;
    private const int EndedUser = 13;
    private const int EndedSystem = 14;

    private readonly int _postmaster;

    private ServerProcessor(int postmaster) => _postmaster = postmaster;

    public static async Task<ServerProcessor> OfAsync(NpgsqlDataSource owner)
    {
        await using var command = owner.CreateCommand("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int");
        return new ServerProcessor((int)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>The seconds that it worked while something was done.</summary>
    public async Task<double> SecondsOfAsync(Func<Task> work)
    {
        var before = Read();
        await work();
        return Read() - before;
    }

    private double Read()
    {
        var postmaster = Fields(_postmaster)!;
        var ticks = postmaster[User] + postmaster[System] + postmaster[EndedUser] + postmaster[EndedSystem];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var process)
                && Fields(process) is { } child && child[Parent] == _postmaster)
                ticks += child[User] + child[System];
        }

        return ticks / TicksPerSecond;
    }

    // Null if the process has ended.
    private static long[]? Fields(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return [0, .. fields.Skip(1).Take(EndedSystem).Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
