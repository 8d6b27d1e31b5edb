using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>
/// What a verb has to say: sentences and tables at a terminal, sentences and lines with tabs in a pipe, and JSON alone if it is asked
/// for. No text of a database or a file reaches a terminal raw.
/// </summary>
/// <param name="writer">Where all of it goes.</param>
/// <param name="terminal">The terminal that the writer writes to; null if it writes elsewhere.</param>
/// <param name="isJson">Whether JSON is asked for.</param>
internal sealed class Output(TextWriter writer, IAnsiConsole? terminal, bool isJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public bool IsJson => isJson;

    /// <summary>The terminal on which progress may be shown; null if there is none. JSON leaves it standard error.</summary>
    public IAnsiConsole? ProgressTerminal =>
        (isJson ? Terminal.Err : terminal) is { Profile.Capabilities.Interactive: true } console ? console : null;

    /// <summary>The output of an invocation: standard output, unless a program chose another.</summary>
    public static Output Of(ParseResult parsed, bool isJson)
    {
        var writer = parsed.InvocationConfiguration.Output;
        return new Output(writer, Terminal.Find(writer), isJson);
    }

    /// <summary>Writes one result: an object of JSON, or the lines that say the same.</summary>
    public void Write(object result, params IEnumerable<string> lines)
    {
        if (isJson)
            writer.WriteLine(Terminal.ShowControls(JsonSerializer.Serialize(result, Json)));

        foreach (var line in lines)
            Say(line);
    }

    /// <summary>Writes rows: an object of JSON for each, a table, or lines with tabs.</summary>
    public void Write(Listing listing, string? title = null)
    {
        if (isJson)
        {
            foreach (var row in listing.ToObjects())
                Write(row);
        }
        else if (listing.Count > 0 && terminal is not null)
        {
            terminal.Write(listing.ToTable(title));
        }
        else if (listing.Count > 0)
        {
            foreach (var line in listing.ToLines().Prepend(title).OfType<string>())
                writer.WriteLine(line);
        }
    }

    /// <summary>Writes a line for people. JSON holds the same in its own way.</summary>
    public void Say(string line)
    {
        if (!isJson)
            writer.WriteLine(Terminal.ShowControls(line));
    }

    /// <summary>Writes a line for people about the rows above it. A pipe gets rows alone, and standard error the line.</summary>
    public void Note(string line)
    {
        if (terminal is not null)
            Say(line);
        else if (!isJson)
            Terminal.Note(line);
    }
}
