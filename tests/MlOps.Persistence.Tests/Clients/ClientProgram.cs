using System.Diagnostics;
using MlOps.Persistence.Tests.Docs;
using Npgsql;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>A program in another language that connects by the variables of libpq. CI has all of them.</summary>
internal static class ClientProgram
{
    private const string Install = "Run scripts/install-test-tools.";

    private static readonly bool IsRequired = Environment.GetEnvironmentVariable("CI") == "true";

    public static string PathOf(string file) => Path.GetFullPath(Documents.PathOf($"tests/clients/{file}"));

    /// <summary>The first program that answers. Without one the test is skipped, or fails where all must be there.</summary>
    public static async Task<string> FindAsync(string what, params (string Program, string[] Arguments)[] probes)
    {
        foreach (var (program, arguments) in probes)
        {
            if (await TryRunAsync(new ProcessStartInfo(program, arguments)) is (0, _, _))
                return program;
        }

        if (IsRequired)
            Assert.Fail($"{what} is missing. {Install}");

        Assert.Skip($"{what} is not here. {Install}");
        return "";
    }

    public static async Task RunAsync(string program, NpgsqlConnectionStringBuilder settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = $"{settings.Port}";
        start.Environment["PGUSER"] = settings.Username;
        start.Environment["PGPASSWORD"] = settings.Password;
        start.Environment["PGDATABASE"] = settings.Database;
        var result = await TryRunAsync(start);
        Assert.Equal((0, ""), (result?.ExitCode, result?.Errors));
    }

    /// <summary>Runs a program to its end, and returns what it said.</summary>
    public static async Task<string> ReadAsync(string program, params string[] arguments)
    {
        var (exitCode, output, errors) = (await TryRunAsync(new ProcessStartInfo(program, arguments)))!.Value;
        Assert.True(exitCode == 0, $"{program} ended with {exitCode}: {output} {errors}");
        return output;
    }

    /// <summary>The exit code and what it said; null if there is no such program.</summary>
    private static async Task<(int ExitCode, string Output, string Errors)?> TryRunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
