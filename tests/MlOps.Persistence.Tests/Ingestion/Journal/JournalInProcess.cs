using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>Lets this test program be run a second time as a process that only writes to a journal, until it is killed.</summary>
internal static class JournalInProcess
{
    public const string Opened = "opened";
    public const char Acknowledged = '+';
    public const char Refused = '!';
    public const char Released = '-';
    public const char Reason = '?';

    private const string DirectoryVariable = "MLOPS_TEST_JOURNAL";
    private const string FirstIdVariable = "MLOPS_TEST_JOURNAL_FIRST_ID";
    private const int Writers = 64;

    private static string _lastReason = "";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to come before xUnit's entry point.")]
    internal static void WriteInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not { } directory)
            return;

        var journal = DurableJournal.Open(new JournalOptions(directory) { SegmentBytes = 64 << 10 }, new FailingLog());
        using var output = Console.OpenStandardOutput();
        Say(output, $"{Opened}\n");
        var firstId = int.Parse(Environment.GetEnvironmentVariable(FirstIdVariable)!, CultureInfo.InvariantCulture);
        Write(journal, firstId, output);
        Environment.Exit(0);
    }

    public static Process Start(string directory, int firstId, params string[] wrapper)
    {
        string[] command = [.. wrapper, Environment.ProcessPath!, typeof(JournalInProcess).Assembly.Location];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            Environment =
            {
                [DirectoryVariable] = directory,
                [FirstIdVariable] = firstId.ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(start)!;
    }

    // One thread with many appends under way: other threads of this module would wait for its initializer.
    private static void Write(DurableJournal journal, int firstId, Stream output)
    {
        // Ends when the test does, however that ends.
        var end = Console.OpenStandardInput().ReadAsync(new byte[1]).AsTask();
        var appends = new (int Id, JournalAppend Append)[Writers];
        for (var i = 0; i < Writers; i++)
            appends[i] = Append(journal, firstId++);

        while (!end.IsCompleted)
        {
            Task.WaitAny([end, .. appends.Select(append => append.Append.Durable)]);
            for (var i = 0; i < Writers; i++)
            {
                if (!appends[i].Append.Durable.IsCompleted)
                    continue;

                Report(journal, appends[i].Id, appends[i].Append, output);
                appends[i] = Append(journal, firstId++);
            }
        }
    }

    private static (int, JournalAppend) Append(DurableJournal journal, int id)
    {
        var payload = Encoding.UTF8.GetBytes($"{id}:{new string('x', id % 7 * 150)}");
        try
        {
            Assert.True(journal.TryAppend(payload, out var append));
            return (id, append);
        }
        catch (MlOpsException e)
        {
            return (id, new JournalAppend(-1, Task.FromException(e)));
        }
    }

    private static void Report(DurableJournal journal, int id, JournalAppend append, Stream output)
    {
        if (!append.Durable.IsCompletedSuccessfully)
        {
            Say(output, $"{Refused}{id}\n");
            var reason = append.Durable.Exception!.GetBaseException().Message;
            if (reason != _lastReason)
                Say(output, $"{Reason}{_lastReason = reason}\n");

            return;
        }

        Say(output, $"{Acknowledged}{id}\n");
        if (id % 4 != 0)
            return;

        Say(output, $"{Released}{id}\n");
        journal.Release(append.Position);
    }

    private static void Say(Stream output, string line) => output.Write(Encoding.UTF8.GetBytes(line));
}
