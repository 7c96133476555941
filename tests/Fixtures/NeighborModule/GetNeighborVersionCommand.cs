using System.Globalization;
using System.Management.Automation;
using CsvHelper;
using Google.Protobuf;

namespace NeighborModule;

/// <summary>Uses both libraries and tells which versions it was given.</summary>
[Cmdlet(VerbsCommon.Get, "NeighborVersion")]
[OutputType(typeof(string))]
public sealed class GetNeighborVersionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var csv = new CsvReader(new StringReader("a,b\n1,2\n"), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        csv.Read();
        WriteObject(
            $"{csv.GetField<int>("b")} {Version(typeof(CsvReader))} {ByteString.CopyFromUtf8("ab").Length} {Version(typeof(ByteString))}"
        );
    }

    private static string Version(Type type) => type.Assembly.GetName().Version!.ToString(2);
}
