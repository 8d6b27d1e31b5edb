using System.Text.Encodings.Web;
using System.Text.Json;
using MlOps.Import.Reports;
using MlOps.Persistence;

namespace MlOps.Migrator.Import;

/// <summary>A file of refused rows, each a line of JSON. They are written at once.</summary>
internal sealed class RefusalFile : IDisposable
{
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _writer;

    private RefusalFile(StreamWriter writer) => _writer = writer;

    public static RefusalFile? Open(FileInfo? file)
    {
        try
        {
            return file is null ? null : new RefusalFile(new StreamWriter(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(MlOpsError.Configuration, $"The file of --report cannot be written: {e.Message}");
        }
    }

    public void Write(RefusedImport row) => _writer.WriteLine(JsonSerializer.Serialize(row, Options));

    public void Dispose() => _writer.Dispose();
}
