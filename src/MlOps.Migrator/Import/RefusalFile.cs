using System.Text.Encodings.Web;
using System.Text.Json;
using MlOps.Persistence;

namespace MlOps.Migrator.Import;

/// <summary>A file of refused rows or lines, each a line of JSON. They are written at once. Only the owner can read the file.</summary>
internal sealed class RefusalFile : IDisposable
{
    private static readonly JsonSerializerOptions JsonOptions =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly StreamWriter _writer;
    private bool _hasRows;

    private RefusalFile(string path, bool overwrites)
    {
        _path = path;
        if (overwrites)
            File.Delete(path);

        _writer = new StreamWriter(new FileStream(path, Options()));
    }

    /// <param name="file">The file. Null for none.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="overwrites">Whether it replaces one that is there.</param>
    public static RefusalFile? Open(FileInfo? file, string option, bool overwrites = false)
    {
        try
        {
            return file is null ? null : new RefusalFile(file.FullName, overwrites);
        }
        catch (IOException) when (File.Exists(file!.FullName))
        {
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"The file {file.FullName} of {option} exists already, and is not overwritten. Move it away, or name another file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                MlOpsError.Configuration, $"The file of refused rows cannot be written: {e.Message} Name another one with {option}.");
        }
    }

    public void Write(object row)
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
