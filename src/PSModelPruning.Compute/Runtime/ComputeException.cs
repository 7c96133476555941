using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>What sort of error happened. A caller can map it to categories of its own.</summary>
public enum ErrorKind
{
    /// <summary>A value that the caller gave cannot be used.</summary>
    InvalidArgument,

    /// <summary>The content of a file or of rows cannot be used.</summary>
    InvalidData,

    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,

    /// <summary>The operation does not fit the object it was asked of.</summary>
    InvalidOperation,

    /// <summary>A result that was asked for could not be reached.</summary>
    LimitsExceeded,

    /// <summary>A file could not be read.</summary>
    ReadError,

    /// <summary>A file could not be written.</summary>
    WriteError,

    /// <summary>Something that must be installed is not.</summary>
    NotInstalled,

    /// <summary>Something that must be free or available is not.</summary>
    ResourceUnavailable,

    /// <summary>The content's checksum or form shows damage or tampering.</summary>
    SecurityError,
}

/// <summary>
/// An error that a user can cause, with a stable identifier; its message says what was wrong, where, and what would be right.
/// </summary>
public sealed class ComputeException : Exception
{
    private MessageWording _wording = MessageWording.Plain;

    /// <summary>Creates the error.</summary>
    /// <param name="errorId">The stable identifier, such as <c>TargetNotFound</c>.</param>
    /// <param name="kind">What sort of error it is.</param>
    /// <param name="message">What was wrong, where, and what would be right.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ComputeException(string errorId, ErrorKind kind, ComputeMessage message, Exception? innerException = null)
        : base(null, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        Content = message;
    }

    /// <summary>The stable identifier of the error.</summary>
    public string ErrorId { get; }

    /// <summary>What sort of error it is.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The message with its references to options, for messages that quote it.</summary>
    public ComputeMessage Content { get; }

    /// <summary>What was wrong, where, and what would be right.</summary>
    public override string Message => Content.In(_wording);

    /// <summary>Sets the words of <see cref="Message"/>; the layer that shows the error to a user does.</summary>
    internal ComputeException In(MessageWording wording)
    {
        _wording = wording;
        return this;
    }
}
