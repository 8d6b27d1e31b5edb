using System.Text.Encodings.Web;
using System.Text.Json;
using MlOps.Import.Reports;
using MlOps.Persistence;

namespace MlOps.Migrator.Import;

/// <summary>A new file of refused rows, each a line of JSON. They are written at once. Only the owner can read the file.</summary>
internal sealed class RefusalFile : IDisposable
{
    private static readonly JsonSerializerOptions JsonOptions =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly StreamWriter _writer;
    private bool _hasRows;

    private RefusalFile(string path)
    {
        _path = path;
        _writer = new StreamWriter(new FileStream(path, Options()));
    }

    public static RefusalFile? Open(FileInfo? file)
    {
        try
        {
            return file is null ? null : new RefusalFile(file.FullName);
        }
        catch (IOException) when (File.Exists(file!.FullName))
        {
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"The file {file.FullName} of --report exists already, and is not overwritten. Move it away, or name another file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(MlOpsError.Configuration, $"The file of --report cannot be written: {e.Message}");
        }
    }

    public void Write(RefusedImport row)
    {
        _hasRows = true;
        _writer.WriteLine(JsonSerializer.Serialize(row, JsonOptions));
    }

    // The next run may name the file again.
    public void Dispose()
    {
        _writer.Dispose();
        if (!_hasRows)
            File.Delete(_path);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return options;
    }
}
