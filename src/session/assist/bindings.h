/* bindings.h - what a name stands for in the entry that is being typed. */
#ifndef SESSION_ASSIST_BINDINGS_H
#define SESSION_ASSIST_BINDINGS_H

#include <stddef.h>

#include "session/syntax/tokens.h"

typedef enum BindingKind {
  BINDING_NONE,    /* not assigned in the entry */
  BINDING_UNKNOWN, /* a parameter, or assigned in a block that has ended */
  BINDING_NUMBER,  /* the variable of a numeric loop */
  BINDING_RESULT,  /* result `index` of the list of expressions */
  BINDING_ITEM,    /* variable `index` of a loop over such a list */
  BINDING_SELF     /* like the operand that ends before token `index` */
} BindingKind;

/* The expressions begin at token `from`. */
typedef struct Binding {
  BindingKind kind;
  size_t from, index;
} Binding;

/* What the name, n characters, stands for at token `at`. A later assignment to
 * a variable replaces an earlier one. */
Binding bindings_find(Tokens c, size_t at, const char *name, size_t n);

#endif
