using System.Text.Json;
using System.Text.RegularExpressions;
using MlOps.Domain.Registry;
using MlOps.Testing;
using Spectre.Console;

namespace MlOps.Migrator.Tests;

[NeedsNoServer]
public sealed partial class OutputTests : IDisposable
{
    // An escape sequence, a line break, a control of the second kind, and one that turns the direction of writing.
    private const string Hostile = "a\e[31m\r\n\u009b\u202eb";
    private const string Shown = "a\\u001b[31m\\u000d\\u000a\\u009b\\u202eb";

    private static readonly Guid Id = new("0195a000-0000-7000-8000-00000000000c");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2));

    private readonly StringWriter _writer = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void A_pipe_gets_a_line_for_each_row_with_tabs_between_values()
    {
        new Output(_writer, null, isJson: false).Write(List(), "Rows");
        Assert.Equal(
            $"Rows\nId\tSince\tStage\tDays there\tShare\tReason\n{Id}\t2026-03-01 12:00:00Z\tProduction\t1234\t0.1234567\t{Shown}\n",
            _writer.ToString());
    }

    [Fact]
    public void Json_is_an_object_for_each_row_and_nothing_else()
    {
        var output = new Output(_writer, null, isJson: true);
        output.Say("In the database there are now:");
        output.Write(List(), "Rows");
        output.Note("1 of 1.");
        Assert.Equal(
            $$"""
            {"id":"{{Id}}","since":"2026-03-01T14:00:00+02:00","stage":"production","daysThere":1234,"share":0.1234567,"reason":"a
            """ + "\\u001B[31m\\r\\n\\u009B\\u202eb\"}\n",
            _writer.ToString());
        Assert.Equal(Hostile, JsonDocument.Parse(_writer.ToString()).RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public void A_terminal_gets_a_table_whose_numbers_are_for_people_and_in_which_no_text_is_markup()
    {
        WriteTo(CreateTerminal(width: 140), List("[red]"));
        Assert.Matches(@"│ Id +│ Since +│ Stage +│ Days there │ Share │ Reason │", _writer.ToString());
        Assert.Contains($"│ {Id} │ 2026-03-01 12:00:00Z │ Production │      1,234 │ 0.123 │ [red]  │", _writer.ToString());
    }

    [Fact]
    public void A_narrow_terminal_breaks_long_texts_and_no_ids()
    {
        WriteTo(CreateTerminal(width: 120), List(string.Join(' ', Enumerable.Repeat("word", 40))));
        Assert.Contains($"│ {Id} │ 2026-03-01 12:00:00Z │ Production │", _writer.ToString());
        Assert.All(_writer.ToString().TrimEnd().Split('\n'), line => Assert.InRange(line.Length, 100, 120));
    }

    [Fact]
    public void Control_characters_of_others_reach_no_terminal()
    {
        var terminal = CreateTerminal(width: 200);
        WriteTo(terminal, List());
        new Output(_writer, terminal, isJson: false).Say(Hostile);
        new Output(_writer, terminal, isJson: true).Write(new { Name = Hostile });
        Assert.DoesNotContain(_writer.ToString(), character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u202e', _writer.ToString());
        Assert.Contains($" {Shown} ", _writer.ToString());
        Assert.Contains($"\n{Shown}\n", _writer.ToString());
    }

    [Fact]
    public void A_number_that_json_does_not_know_is_a_string()
    {
        new Output(_writer, null, isJson: true).Write(new { Rate = double.NaN });
        Assert.Equal("{\"rate\":\"NaN\"}\n", _writer.ToString());
    }

    [Fact]
    public void The_terminal_alone_writes_to_the_console()
    {
        var sources = Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "src", "MlOps.Migrator"), "*.cs", SearchOption.AllDirectories);
        Assert.Equal(
            ["Terminal.cs"],
            sources.Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && ConsoleCall().IsMatch(File.ReadAllText(file)))
                .Select(Path.GetFileName));
    }

    private static Listing List(string reason = Hostile)
    {
        var listing = new Listing("Id", "Since", "Stage", "Days there", "Share", "Reason");
        listing.Add(Id, Noon, ModelStage.Production, 1234, 0.1234567, reason);
        return listing;
    }

    private void WriteTo(IAnsiConsole terminal, Listing listing) => new Output(_writer, terminal, isJson: false).Write(listing);

    private IAnsiConsole CreateTerminal(int width)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_writer),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        terminal.Profile.Width = width;
        return terminal;
    }

    [GeneratedRegex(@"\b(Ansi)?Console\.(Out|Error|Write|Markup|Create)")]
    private static partial Regex ConsoleCall();
}
