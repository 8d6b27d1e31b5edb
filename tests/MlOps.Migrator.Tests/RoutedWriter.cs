using System.Text;

namespace MlOps.Migrator.Tests;

/// <summary>Sends what is written to the writer of the calling test, and to another where a test has none.</summary>
internal sealed class RoutedWriter(TextWriter otherwise) : TextWriter
{
    private readonly AsyncLocal<TextWriter?> _route = new();

    public override Encoding Encoding => otherwise.Encoding;

    private TextWriter Target => _route.Value ?? otherwise;

    /// <summary>Holds for the caller and all that it calls, and ends when the caller returns.</summary>
    public void RouteTo(TextWriter writer) => _route.Value = writer;

    public override void Write(char value) => Target.Write(value);

    public override void Write(string? value) => Target.Write(value);

    public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

    public override void Flush() => Target.Flush();
}
